package io.quartermaster.server.renewal;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads how far renewals are. */
@Singleton
public class ListRenewals {
    private final Database database;
    private final RenewalRepository renewals;

    ListRenewals(Database database, RenewalRepository renewals) {
        this.database = database;
        this.renewals = renewals;
    }

    /**
     * The newest first.
     *
     * @param state null for any
     * @param after the last one of the list before; null at its start
     * @throws CommandException NO_PERMISSION
     */
    List<Renewal> run(Caller caller, @Nullable RenewalState state, @Nullable UUID after, int limit) {
        permit(caller);
        return database.read(tx -> renewals.list(tx, state, after, limit));
    }

    static void permit(Caller caller) {
        caller.require(CERTIFICATES_COLLECTIONS_READ, CERTIFICATE_STORES_READ);
    }

    static CommandException unknown(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no renewal " + id + ".");
    }
}
