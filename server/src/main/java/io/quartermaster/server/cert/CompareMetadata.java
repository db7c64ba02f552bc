package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says whether a certificate has a value in a metadata field. Safe for many threads. */
@Singleton
public class CompareMetadata {
    private final Database database;
    private final CertificateReach reach;
    private final MetadataRepository metadata;

    public CompareMetadata(Database database, CertificateReach reach, MetadataRepository metadata) {
        this.database = database;
        this.reach = reach;
        this.metadata = metadata;
    }

    /**
     * @param value nothing is equal to no value
     * @throws CommandException NOT_FOUND for an unknown certificate or field; MALFORMED for a value that the field does not
     *     take
     */
    boolean run(Caller caller, int id, @Nullable Integer collectionId, String fieldName, @Nullable String value) {
        return database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            MetadataField field = metadata.find(tx, fieldName)
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NOT_FOUND,
                            "There is no metadata field " + CertificateText.quoted(fieldName) + "."));
            String kept =
                    metadata.values(tx, List.of(id)).getOrDefault(id, Map.of()).getOrDefault(field.name(), "");
            return kept.equals(value == null || value.isBlank() ? "" : MetadataValue.read(field, value));
        });
    }
}
