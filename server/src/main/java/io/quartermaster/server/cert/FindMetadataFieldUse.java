package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Says whether certificates have values of a metadata field. Safe for many threads. */
@Singleton
public class FindMetadataFieldUse {
    private final Database database;
    private final MetadataRepository metadata;

    public FindMetadataFieldUse(Database database, MetadataRepository metadata) {
        this.database = database;
        this.metadata = metadata;
    }

    /** @throws CommandException NOT_FOUND */
    boolean run(Caller caller, int id) {
        caller.require(METADATA_TYPES_READ);
        return database.read(tx -> {
            if (metadata.find(tx, id).isEmpty()) {
                throw new CommandException(ErrorKind.NOT_FOUND, "There is no metadata field " + id + ".");
            }
            return !metadata.inUse(tx, List.of(id)).isEmpty();
        });
    }
}
