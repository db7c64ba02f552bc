package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Has a certificate brought to wherever another one lies, under the same aliases. Safe for many threads. */
@Singleton
public class ReplacePfx {
    private final Database database;
    private final LocationRepository locations;
    private final FindOriginal findOriginal;
    private final DeployPfx deployPfx;

    ReplacePfx(Database database, LocationRepository locations, FindOriginal findOriginal, DeployPfx deployPfx) {
        this.database = database;
        this.locations = locations;
        this.findOriginal = findOriginal;
        this.deployPfx = deployPfx;
    }

    /**
     * @param existing the certificate that is to go
     * @throws CommandException as {@link DeployPfx#run}; UNKNOWN_ID also for the one that is to go
     */
    Deployment run(Caller caller, int existing, CertificateChoice certificate, Schedule schedule) {
        caller.require(CERTIFICATES_ENROLLMENT_PFX);
        List<StoreOrder> stores = database.read(tx -> {
            findOriginal.run(tx, existing);
            return locations.locations(tx, existing);
        });
        deployPfx.requireStores(caller, stores);
        int certificateId = deployPfx.requireKey(caller, certificate);
        if (certificateId == existing) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "CertificateId and ExistingCertificateId are the same certificate.");
        }
        return deployPfx.deploy(caller, certificateId, stores, schedule);
    }

    /** The same for a certificate whose key is here; the permission is asked for the stores. */
    public Deployment replace(Caller caller, int existing, int certificateId, Schedule schedule) {
        List<StoreOrder> stores = database.read(tx -> locations.locations(tx, existing));
        deployPfx.requireStores(caller, stores);
        return deployPfx.deploy(caller, certificateId, stores, schedule);
    }
}
