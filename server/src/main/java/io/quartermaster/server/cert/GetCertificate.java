package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one certificate, whether it is expired or revoked or not. Safe for many threads. */
@Singleton
public class GetCertificate {
    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final ShowCertificates show;

    public GetCertificate(
            Database database, CertificateReach reach, CertificateListRepository certificates, ShowCertificates show) {
        this.database = database;
        this.reach = reach;
        this.certificates = certificates;
        this.show = show;
    }

    /** @throws CommandException NOT_FOUND */
    ShownCertificate run(Caller caller, int id, @Nullable Integer collectionId, CertificateSearch.Details details) {
        return database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            CertificateRow row =
                    certificates.find(tx, id).orElseThrow(() -> CertificateReach.notFound(collectionId, id));
            return show.shown(tx, caller, List.of(row), details).getFirst();
        });
    }
}
