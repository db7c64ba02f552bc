package io.quartermaster.server.cert;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What a file of certificates holds.
 *
 * @param certificates the one that is meant first: that of the private key, if there is one
 * @param key that of the first certificate
 */
public record CertificateFile(List<X509CertificateHolder> certificates, Optional<PrivateKeyInfo> key) {
    public X509CertificateHolder first() {
        return certificates.getFirst();
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "CertificateFile[" + certificates.size() + " certificates]";
    }
}
