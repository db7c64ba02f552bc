package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_METADATA_MODIFY;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes the metadata of one certificate; fields that are not named stay. Safe for many threads. */
@Singleton
public class SetMetadata {
    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final MetadataRepository metadata;
    private final NoteMetadata notes;
    private final AuditLog audit;

    public SetMetadata(
            Database database,
            CertificateReach reach,
            CertificateListRepository certificates,
            MetadataRepository metadata,
            NoteMetadata notes,
            AuditLog audit) {
        this.database = database;
        this.reach = reach;
        this.certificates = certificates;
        this.metadata = metadata;
        this.notes = notes;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND; MALFORMED for a field that does not exist or does not take its value */
    void run(Caller caller, int id, @Nullable Integer collectionId, Map<String, @Nullable String> values) {
        database.runInTransaction(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_METADATA_MODIFY);
            String thumbprint = certificates.lock(tx, List.of(id)).get(id);
            if (thumbprint == null) {
                throw new CommandException(ErrorKind.NOT_FOUND, CertificateReach.missing(collectionId, id));
            }
            Map<String, String> before = values(metadata.values(tx, List.of(id)).get(id));
            notes.write(tx, List.of(id), notes.read(tx, values));
            Map<String, String> after = values(metadata.values(tx, List.of(id)).get(id));
            if (!before.equals(after)) {
                audit.append(tx, changed(caller, id, thumbprint, before, after));
            }
        });
    }

    private static Map<String, String> values(@Nullable Map<String, String> values) {
        return values == null ? Map.of() : values;
    }

    /** Names of fields are people's, so they are values and no elements. */
    private static AuditEntry changed(
            Caller caller, int id, String thumbprint, Map<String, String> before, Map<String, String> after) {
        Map<String, String> was = new TreeMap<>();
        Map<String, String> is = new TreeMap<>();
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String old = before.getOrDefault(name, "");
            String now = after.getOrDefault(name, "");
            if (!old.equals(now)) {
                was.put(name, old);
                is.put(name, now);
            }
        }
        return CertificateAudit.entry(
                AuditOperation.UPDATED,
                caller,
                thumbprint,
                id,
                new AuditMessage().before("Metadata", was).after("Metadata", is));
    }
}
