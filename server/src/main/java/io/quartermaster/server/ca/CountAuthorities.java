package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Counts the authorities. */
@Singleton
public class CountAuthorities {
    private final Database database;
    private final AuthorityRepository authorities;

    public CountAuthorities(Database database, AuthorityRepository authorities) {
        this.database = database;
        this.authorities = authorities;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    int run(Caller caller) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        return database.read(tx -> authorities.all(tx).size());
    }
}
