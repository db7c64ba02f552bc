package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Says when authorities are tried. */
@Singleton
public class GetHealthSchedule {
    private final Database database;
    private final AuthorityRepository authorities;

    public GetHealthSchedule(Database database, AuthorityRepository authorities) {
        this.database = database;
        this.authorities = authorities;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    HealthScheduleResponse run(Caller caller) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        return database.read(authorities::healthSchedule);
    }
}
