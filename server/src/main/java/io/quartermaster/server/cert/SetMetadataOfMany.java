package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_METADATA_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes the metadata of many certificates, all or none. Safe for many threads. */
@Singleton
public class SetMetadataOfMany {
    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final NoteMetadata notes;
    private final AuditLog audit;

    public SetMetadataOfMany(
            Database database,
            CertificateReach reach,
            CertificateListRepository certificates,
            NoteMetadata notes,
            AuditLog audit) {
        this.database = database;
        this.reach = reach;
        this.certificates = certificates;
        this.notes = notes;
        this.audit = audit;
    }

    /**
     * @param replacing what is written whatever is there
     * @param filling what is written only where nothing is there
     * @throws CommandException UNKNOWN_ID, QUERY; MALFORMED for a field that does not exist or does not take its value
     */
    void run(
            Caller caller,
            CertificateSelection selection,
            @Nullable Integer collectionId,
            Map<String, @Nullable String> replacing,
            Map<String, @Nullable String> filling) {
        database.runInTransaction(tx -> {
            List<Integer> ids = selection.ids(
                    tx,
                    caller,
                    reach,
                    certificates,
                    reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_METADATA_MODIFY),
                    collectionId);
            NoteMetadata.Notes replaced = notes.read(tx, replacing);
            NoteMetadata.Notes filled = notes.read(tx, filling);
            Map<Integer, String> thumbprints = certificates.lock(tx, ids);
            notes.write(tx, thumbprints.keySet(), replaced);
            notes.fillIn(tx, thumbprints.keySet(), filled);
            String set = words(replacing);
            String added = words(filling);
            audit.append(
                    tx,
                    thumbprints.entrySet().stream()
                            .map(one -> CertificateAudit.entry(
                                    AuditOperation.UPDATED,
                                    caller,
                                    one.getValue(),
                                    one.getKey(),
                                    new AuditMessage().after("Metadata", set).after("MetadataWhereNoneWas", added)))
                            .toList());
        });
    }

    private static String words(Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + (value.getValue() == null ? "" : value.getValue()))
                .collect(Collectors.joining(", "));
    }
}
