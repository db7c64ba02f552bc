package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.KeySpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What a certificate is for and which key it has, so that another one can be like it.
 *
 * @param subject as people write it
 */
public record NamesOfCertificate(String subject, List<AlternativeName> alternatives, Key key) {
    /** @param spec empty for a key that cannot be certified here */
    public record Key(Optional<KeySpec> spec) {
        public boolean isElliptic() {
            return spec.filter(known -> known.algorithm() == KeySpec.Algorithm.ECC)
                    .isPresent();
        }

        public int bits() {
            return spec.map(KeySpec::bits).orElse(0);
        }

        /** The length of an RSA key; of another one, what is made instead. */
        public int rsaBitsOr(int other) {
            return spec.filter(known -> known.algorithm() == KeySpec.Algorithm.RSA)
                    .map(known -> Math.max(known.bits(), KeySpec.RSA_BITS_MIN))
                    .orElse(other);
        }
    }

    public NamesOfCertificate {
        alternatives = List.copyOf(alternatives);
    }

    /** @param der of a certificate that was read before */
    public static NamesOfCertificate read(byte[] der) {
        X509CertificateHolder certificate = parsed(der);
        return new NamesOfCertificate(
                SubjectText.of(certificate.getSubject()).toString(),
                SentNames.of(
                        certificate.getExtensions() == null
                                ? null
                                : GeneralNames.fromExtensions(
                                        certificate.getExtensions(), Extension.subjectAlternativeName)),
                new Key(KeySpec.of(certificate.getSubjectPublicKeyInfo())));
    }

    static X509CertificateHolder parsed(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that is known can be read", e);
        }
    }
}
