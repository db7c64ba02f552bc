package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.StoreFile;
import java.util.Arrays;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A certificate of a PEM file: its bytes as they are, its public key to find the private one's certificate, and names to
 * find its issuers.
 *
 * @param publicKey of whatever algorithm; not checked beyond its outer shape
 */
record PemCertificate(EncodedCertificate encoded, SubjectPublicKeyInfo publicKey, X500Name subject, X500Name issuer) {
    private static final int SEQUENCE = 0x30;

    /**
     * Reads a certificate block. OpenSSL's TRUSTED CERTIFICATE has its trust settings behind the certificate; these are
     * cut off.
     *
     * @throws StoreException when the body is no certificate; names the line
     */
    static PemCertificate of(StoreFile file, PemBlock block) throws StoreException {
        try {
            byte[] der = Arrays.copyOf(block.body(), firstElementLength(block.body()));
            if (der.length < block.body().length && !block.label().equals("TRUSTED CERTIFICATE")) {
                throw new IllegalArgumentException("data after the certificate");
            }
            Certificate certificate = Certificate.getInstance(der);
            return new PemCertificate(
                    new EncodedCertificate(der),
                    certificate.getSubjectPublicKeyInfo(),
                    certificate.getSubject(),
                    certificate.getIssuer());
        } catch (RuntimeException e) {
            // The ASN.1 library reports bad input by several unchecked exceptions.
            throw new StoreException(
                    file.path() + ", line " + block.line()
                            + ": the block that begins here is not an X.509 certificate.",
                    e);
        }
    }

    /** Length of the DER element that the bytes begin with, its header included. */
    private static int firstElementLength(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != SEQUENCE) {
            throw new IllegalArgumentException("no sequence");
        }
        int first = Byte.toUnsignedInt(bytes[1]);
        if (first < 0x80) {
            return fitting(bytes, 2, first);
        }
        int lengthBytes = first - 0x80;
        if (lengthBytes < 1 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) {
            throw new IllegalArgumentException("no definite length");
        }
        long length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = (length << 8) | Byte.toUnsignedInt(bytes[2 + i]);
        }
        return fitting(bytes, 2 + lengthBytes, length);
    }

    private static int fitting(byte[] bytes, int header, long content) {
        if (header + content > bytes.length) {
            throw new IllegalArgumentException("cut off");
        }
        return (int) (header + content);
    }
}
