package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Gets one authority. */
@Singleton
public class GetAuthority {
    private final Database database;
    private final AuthorityRepository authorities;

    public GetAuthority(Database database, AuthorityRepository authorities) {
        this.database = database;
        this.authorities = authorities;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    Authority run(Caller caller, int id) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        return database.read(tx -> authorities.find(tx, id)).orElseThrow(() -> notFound(id));
    }

    static CommandException notFound(int id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no certificate authority " + id + ".");
    }
}
