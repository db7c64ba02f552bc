package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes certificates known, each once. What nothing names afterwards is removed some night by {@link PurgeCertificates},
 * unless it is to be {@linkplain #keep kept}. Safe for many threads.
 */
@Singleton
public class RecordCertificates {
    private final CertificateRepository certificates;

    public RecordCertificates(CertificateRepository certificates) {
        this.certificates = certificates;
    }

    /**
     * Ids in the order given; known ones keep their id.
     *
     * @throws CommandException MALFORMED for bytes that are no certificate
     */
    public List<Integer> run(Handle tx, List<byte[]> ders) {
        List<EncodedCertificate> named =
                ders.stream().map(EncodedCertificate::new).toList();
        certificates.hold(tx);
        Map<EncodedCertificate, Integer> ids = certificates.known(tx, named);
        Set<EncodedCertificate> unknown = new LinkedHashSet<>(named);
        unknown.removeAll(ids.keySet());
        certificates.add(tx, unknown.stream().map(RecordCertificates::parse).toList());
        ids.putAll(certificates.known(tx, unknown));
        List<Integer> inOrder = new ArrayList<>(named.size());
        for (EncodedCertificate certificate : named) {
            Integer id = ids.get(certificate);
            if (id == null) {
                throw new IllegalStateException("A certificate that was added is not there: " + certificate);
            }
            inOrder.add(id);
        }
        return inOrder;
    }

    /** Whether a certificate is there already. */
    boolean knows(Handle tx, byte[] der) {
        return !certificates.known(tx, List.of(new EncodedCertificate(der))).isEmpty();
    }

    /** From now on they stay, also when no store holds them: authorities, what was issued, what was imported. */
    public void keep(Handle tx, Collection<Integer> certificateIds) {
        certificates.keep(tx, certificateIds);
    }

    private static ParsedCertificate parse(EncodedCertificate certificate) {
        try {
            return ParsedCertificate.parse(certificate.der());
        } catch (IllegalArgumentException e) {
            throw new CommandException(ErrorKind.MALFORMED, "The certificate cannot be read: " + e.getMessage() + ".");
        }
    }
}
