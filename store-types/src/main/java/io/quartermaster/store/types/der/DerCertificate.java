package io.quartermaster.store.types.der;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.StoreFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Certificate;

/** A certificate that is a whole file. */
final class DerCertificate {
    private DerCertificate() {}

    /**
     * Takes the file as a certificate.
     *
     * @throws StoreException when it is none, or has something behind it
     */
    static EncodedCertificate of(StoreFile file) throws StoreException {
        if (!isOne(file.content())) {
            throw new StoreException(file.path()
                    + (beginsAsPem(file)
                            ? " is a PEM file, not DER: give the store the type PEM."
                            : " is not an X.509 certificate in DER."));
        }
        return new EncodedCertificate(file.content());
    }

    static boolean isOne(byte[] content) {
        try {
            ASN1Primitive whole = ASN1Primitive.fromByteArray(content);
            Certificate certificate = Certificate.getInstance(whole);
            return certificate != null && certificate.getSubjectPublicKeyInfo() != null;
        } catch (IOException | RuntimeException e) {
            // The ASN.1 library reports bad input by several unchecked exceptions.
            return false;
        }
    }

    private static boolean beginsAsPem(StoreFile file) {
        byte[] dashes = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);
        return file.content().length > dashes.length
                && Arrays.equals(file.content(), 0, dashes.length, dashes, 0, dashes.length);
    }
}
