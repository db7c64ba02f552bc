package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Permission;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Has a key made in a store and certified, by a caller who may have certificates issued. Safe for many threads. */
@Singleton
public class ReenrollStore {
    private final Database database;
    private final ScheduleReenrollment scheduleReenrollment;

    ReenrollStore(Database database, ScheduleReenrollment scheduleReenrollment) {
        this.database = database;
        this.scheduleReenrollment = scheduleReenrollment;
    }

    /** @return the id of the job */
    UUID run(Caller caller, KeyOnDevice wanted) {
        caller.require(Permission.CERTIFICATES_ENROLLMENT_CSR);
        return database.inTransaction(tx -> scheduleReenrollment.run(tx, caller, List.of(wanted)))
                .getFirst();
    }
}
