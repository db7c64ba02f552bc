package io.quartermaster.server.cert;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jdbi.v3.core.Handle;

/** Builds chains from the certificates that the server knows. Whether one is trusted is not asked. Safe for many threads. */
@Singleton
public class Chains {
    /** Certificates of one chain. */
    public static final int LENGTH_MAX = 10;

    /** Certificates of one name that are tried as the issuer. */
    private static final int CANDIDATES_MAX = 50;

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final KnownCertificateRepository certificates;

    public Chains(KnownCertificateRepository certificates) {
        this.certificates = certificates;
    }

    /**
     * The certificate and its issuers, the root last, as far as they are known.
     *
     * @param leaf comes back as the first one
     */
    public List<byte[]> of(Handle tx, byte[] leaf) {
        List<byte[]> chain = new ArrayList<>(List.of(leaf));
        Optional<X509CertificateHolder> last = read(leaf);
        while (last.isPresent() && chain.size() < LENGTH_MAX && !isSelfIssued(last.get())) {
            last = issuerOf(tx, last.get());
            last.ifPresent(issuer -> chain.add(encoded(issuer)));
        }
        return chain;
    }

    /** Of several that fit, the one that is good for longest. */
    private Optional<X509CertificateHolder> issuerOf(Handle tx, X509CertificateHolder certificate) {
        return certificates.withSubject(tx, NameText.of(certificate.getIssuer()), CANDIDATES_MAX).stream()
                .flatMap(candidate -> read(candidate.der()).stream())
                .filter(candidate -> candidate.getSubject().equals(certificate.getIssuer()))
                .filter(candidate -> hasSigned(candidate, certificate))
                .findFirst();
    }

    static boolean isSelfIssued(X509CertificateHolder certificate) {
        return certificate.getSubject().equals(certificate.getIssuer());
    }

    /** By its signature; where nobody here can compute it, by the key identifiers, if both are there. */
    static boolean hasSigned(X509CertificateHolder issuer, X509CertificateHolder certificate) {
        try {
            return certificate.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(issuer));
        } catch (Exception e) {
            // A certificate of the wild may hold any key and any signature; the library fails in many ways on them.
            return sameKeyIdentifier(issuer, certificate);
        }
    }

    private static boolean sameKeyIdentifier(X509CertificateHolder issuer, X509CertificateHolder certificate) {
        try {
            var wanted = AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions());
            var found = SubjectKeyIdentifier.fromExtensions(issuer.getExtensions());
            return wanted != null
                    && found != null
                    && wanted.getKeyIdentifierOctets() != null
                    && Arrays.equals(wanted.getKeyIdentifierOctets(), found.getKeyIdentifier());
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Optional<X509CertificateHolder> read(byte[] der) {
        try {
            return Optional.of(new X509CertificateHolder(der));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] encoded(X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }
}
