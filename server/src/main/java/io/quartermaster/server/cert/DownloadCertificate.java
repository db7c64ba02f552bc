package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.util.CollectionStore;
import org.jspecify.annotations.Nullable;

/** Gives a certificate as a file. Safe for many threads. */
@Singleton
public class DownloadCertificate {
    private final Database database;
    private final CertificateReach reach;
    private final ChooseCertificate choose;
    private final ChainOfFile chains;
    private final AuditLog audit;

    public DownloadCertificate(
            Database database, CertificateReach reach, ChooseCertificate choose, ChainOfFile chains, AuditLog audit) {
        this.database = database;
        this.reach = reach;
        this.choose = choose;
        this.chains = chains;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND; MALFORMED for a chain in a format of one certificate */
    byte[] run(
            Caller caller,
            CertificateChoice choice,
            @Nullable Integer collectionId,
            CertificateFormat format,
            ChainOrder order) {
        boolean single = format == CertificateFormat.DER || format == CertificateFormat.CRT;
        if (single && order != ChainOrder.NONE) {
            throw CertificateText.malformed("A file of the format " + format
                    + " holds one certificate: send IncludeChain false, or the header x-certificateformat PEM or P7B.");
        }
        return database.inTransaction(tx -> {
            KnownCertificate certificate =
                    choose.find(tx, choice, reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_READ));
            List<X509CertificateHolder> content = chains.of(tx, certificate, order);
            audit.append(
                    tx,
                    CertificateAudit.entry(
                            AuditOperation.DOWNLOADED,
                            caller,
                            certificate.issuedDn(),
                            certificate.id(),
                            new AuditMessage()
                                    .after("Thumbprint", certificate.thumbprint())
                                    .after("Format", format)
                                    .after("Certificates", content.size())));
            return switch (format) {
                case PEM -> WritePem.certificates(content).getBytes(StandardCharsets.US_ASCII);
                case P7B -> pkcs7(content);
                case DER, CRT, PFX -> certificate.der();
            };
        });
    }

    /** In the order given: clients take the first for the leaf. */
    private static byte[] pkcs7(List<X509CertificateHolder> certificates) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new CollectionStore<>(certificates));
            return generator.generate(new CMSAbsentContent()).getEncoded();
        } catch (CMSException | IOException e) {
            throw new IllegalStateException("A PKCS#7 file cannot be written", e);
        }
    }
}
