package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads one certificate collection. Safe for many threads. */
@Singleton
public class GetCollection {
    private final Database database;
    private final CollectionRepository collections;

    public GetCollection(Database database, CollectionRepository collections) {
        this.database = database;
        this.collections = collections;
    }

    /**
     * @param idOrName an id when it is all digits, else a name in any case
     * @throws CommandException NOT_FOUND; NO_PERMISSION for one that is there and out of the caller's reach
     */
    CertificateCollection run(Caller caller, String idOrName) {
        Optional<Integer> id = WrittenId.read(idOrName);
        CertificateCollection collection = database.read(
                        tx -> id.isPresent() ? collections.find(tx, id.get()) : collections.find(tx, idOrName))
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND,
                        "There is no certificate collection " + CertificateText.quoted(idOrName) + "."));
        caller.require(List.of(CERTIFICATES_COLLECTIONS_READ.within(collection.id())));
        return collection;
    }
}
