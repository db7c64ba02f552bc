package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_PRIVATE_KEY_IMPORT;
import static io.quartermaster.server.security.Permission.CERTIFICATES_IMPORT;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes a certificate known that somebody sends, with its chain, its private key if the file has it, and its metadata. They
 * stay, whether a store holds them or not. Safe for many threads.
 */
@Singleton
public class ImportCertificate {
    private final Database database;
    private final RecordCertificates record;
    private final PrivateKeys keys;
    private final NoteMetadata notes;
    private final AuditLog audit;

    public ImportCertificate(
            Database database, RecordCertificates record, PrivateKeys keys, NoteMetadata notes, AuditLog audit) {
        this.database = database;
        this.record = record;
        this.keys = keys;
        this.notes = notes;
        this.audit = audit;
    }

    /**
     * @param wasKnown whether the certificate was there already
     * @param keyKept whether the file had a private key, which is kept now
     */
    public record Imported(
            int certificateId, String thumbprint, boolean wasKnown, boolean keyKept, boolean metadataWritten) {}

    /** @throws CommandException MALFORMED for metadata */
    public Imported run(Caller caller, CertificateFile file, Map<String, @Nullable String> metadata) {
        return database.inTransaction(tx -> run(tx, caller, file, metadata));
    }

    /** As {@link #run(Caller, CertificateFile, Map)}, in the caller's transaction. */
    public Imported run(Handle tx, Caller caller, CertificateFile file, Map<String, @Nullable String> metadata) {
        caller.require(CERTIFICATES_IMPORT);
        if (file.key().isPresent()) {
            caller.require(CERTIFICATES_COLLECTIONS_PRIVATE_KEY_IMPORT);
        }
        NoteMetadata.Notes noted = notes.read(tx, metadata);
        List<byte[]> ders = file.certificates().stream().map(WritePem::encoded).toList();
        boolean wasKnown = record.knows(tx, ders.getFirst());
        List<Integer> ids = record.run(tx, ders);
        int id = ids.getFirst();
        record.keep(tx, ids);
        file.key().ifPresent(key -> keys.keep(tx, id, text(key)));
        notes.write(tx, List.of(id), noted);
        ParsedCertificate parsed = ParsedCertificate.parse(ders.getFirst());
        audit.append(
                tx,
                CertificateAudit.entry(
                        AuditOperation.IMPORTED,
                        caller,
                        parsed.issuedDn(),
                        id,
                        new AuditMessage()
                                .after("Thumbprint", parsed.thumbprint())
                                .after("PrivateKey", file.key().isPresent())
                                .after("ChainCertificates", ids.size() - 1)
                                .after("Metadata", String.join(", ", metadata.keySet()))));
        return new Imported(id, parsed.thumbprint(), wasKnown, file.key().isPresent(), !noted.isEmpty());
    }

    private static SecretValue text(PrivateKeyInfo key) {
        try {
            return new SecretValue(Base64.getEncoder().encodeToString(key.getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException("A private key that was read cannot be written", e);
        } catch (IllegalArgumentException e) {
            throw CertificateText.malformed("The private key is too large to be kept.");
        }
    }
}
