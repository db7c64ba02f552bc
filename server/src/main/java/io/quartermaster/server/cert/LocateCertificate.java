package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where a certificate lies, as far as the caller may see the stores. Safe for many threads. */
@Singleton
public class LocateCertificate {
    /** Places in all. */
    public static final int LOCATIONS_MAX = 10_000;

    private final Database database;
    private final CertificateReach reach;
    private final LocationRepository locations;

    public LocateCertificate(Database database, CertificateReach reach, LocationRepository locations) {
        this.database = database;
        this.reach = reach;
        this.locations = locations;
    }

    /** Those of one store type. */
    record Group(LocationCount count, List<CertificateLocation> locations) {}

    /** @throws CommandException NOT_FOUND */
    List<Group> run(Caller caller, int id, @Nullable Integer collectionId) {
        return database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            ContainerScope scope = caller.containers(StoreVerb.READ);
            Map<Integer, List<CertificateLocation>> byType =
                    locations.locations(tx, List.of(id), scope, LOCATIONS_MAX).stream()
                            .collect(Collectors.groupingBy(CertificateLocation::storeTypeId));
            return locations.counts(tx, List.of(id), scope).stream()
                    .map(count -> new Group(count, byType.getOrDefault(count.storeTypeId(), List.of())))
                    .toList();
        });
    }
}
