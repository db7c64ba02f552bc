package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads one metadata field. Safe for many threads. */
@Singleton
public class GetMetadataField {
    private final Database database;
    private final MetadataRepository metadata;

    public GetMetadataField(Database database, MetadataRepository metadata) {
        this.database = database;
        this.metadata = metadata;
    }

    /**
     * @param idOrName an id when it is all digits, else a name in any case
     * @throws CommandException NOT_FOUND
     */
    MetadataField run(Caller caller, String idOrName) {
        caller.require(METADATA_TYPES_READ);
        Optional<Integer> id = WrittenId.read(idOrName);
        return database.read(tx -> id.isPresent() ? metadata.find(tx, id.get()) : metadata.find(tx, idOrName))
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND, "There is no metadata field " + CertificateText.quoted(idOrName) + "."));
    }
}
