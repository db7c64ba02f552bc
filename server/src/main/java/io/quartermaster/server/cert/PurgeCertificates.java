package io.quartermaster.server.cert;

import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;

/** Removes certificates that no certificate store holds any more. Several servers may do it at the same time. */
@Singleton
public class PurgeCertificates {
    /** Certificates removed in one transaction; meanwhile no inventory can name certificates. */
    static final int BATCH_MAX = 1_000;

    private final Database database;
    private final CertificateRepository certificates;

    public PurgeCertificates(Database database, CertificateRepository certificates) {
        this.database = database;
        this.certificates = certificates;
    }

    /** @return how many were removed */
    public int run() {
        int removed = 0;
        int batch;
        do {
            batch = database.inTransaction(tx -> certificates.deleteUnheld(tx, BATCH_MAX));
            removed += batch;
        } while (batch == BATCH_MAX);
        return removed;
    }
}
