package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_PRIVATE_KEY_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** Gives a certificate with its private key as a file, encrypted with a password. Safe for many threads. */
@Singleton
public class RecoverCertificate {
    private final Database database;
    private final CertificateReach reach;
    private final ChooseCertificate choose;
    private final ChainOfFile chains;
    private final PrivateKeys keys;
    private final AuditLog audit;

    public RecoverCertificate(
            Database database,
            CertificateReach reach,
            ChooseCertificate choose,
            ChainOfFile chains,
            PrivateKeys keys,
            AuditLog audit) {
        this.database = database;
        this.reach = reach;
        this.choose = choose;
        this.chains = chains;
        this.keys = keys;
        this.audit = audit;
    }

    /** What is asked for. */
    record Wanted(CertificateFormat format, ChainOrder order, PfxPassword password, boolean legacy) {}

    /** @param name for saving it: {@code app.example.test.pfx} */
    @SuppressWarnings("ArrayRecordComponent") // made once and sent; never compared
    record Recovered(byte[] content, String name) {
        /** It has a private key in it. */
        @Override
        public String toString() {
            return "Recovered[" + name + "]";
        }
    }

    /** @throws CommandException NOT_FOUND; NO_PRIVATE_KEY where the key is not kept here */
    Recovered run(Caller caller, CertificateChoice choice, @Nullable Integer collectionId, Wanted wanted) {
        return database.inTransaction(tx -> {
            KnownCertificate certificate = choose.find(
                    tx, choice, reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_PRIVATE_KEY_READ));
            SecretValue key = keys.find(tx, certificate.id())
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NO_PRIVATE_KEY, "No private key could be found for the given certificate."));
            List<X509CertificateHolder> chain = chains.of(tx, certificate, wanted.order());
            audit.append(
                    tx,
                    CertificateAudit.entry(
                            AuditOperation.RECOVERED,
                            caller,
                            certificate.issuedDn(),
                            certificate.id(),
                            new AuditMessage()
                                    .after("Thumbprint", certificate.thumbprint())
                                    .after("Format", wanted.format())
                                    .after("Certificates", chain.size())));
            byte[] content = write(key, certificate, chain, wanted);
            return new Recovered(content, fileName(certificate, wanted.format()));
        });
    }

    private static byte[] write(
            SecretValue key, KnownCertificate certificate, List<X509CertificateHolder> chain, Wanted wanted) {
        if (wanted.format() == CertificateFormat.PEM) {
            String text = WritePem.key(PrivateKeyText.read(key), wanted.password(), wanted.legacy())
                    + WritePem.certificates(chain);
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        // Whatever order is asked for: readers of PKCS#12 take the first certificate for that of the key.
        List<X509CertificateHolder> leafFirst = wanted.order() == ChainOrder.ROOT_FIRST ? chain.reversed() : chain;
        return PfxFile.write(
                key,
                leafFirst.stream().map(WritePem::encoded).toList(),
                friendlyName(certificate),
                wanted.password().secret(),
                wanted.legacy() ? PfxFile.LEGACY : PfxFile.STRONG);
    }

    private static String friendlyName(KnownCertificate certificate) {
        return certificate.issuedCn() == null ? certificate.thumbprint() : certificate.issuedCn();
    }

    /** Of what every file system takes. */
    private static String fileName(KnownCertificate certificate, CertificateFormat format) {
        String name = friendlyName(certificate).replaceAll("[^A-Za-z0-9._-]", "_");
        return name + "." + format.name().toLowerCase(Locale.ROOT);
    }
}
