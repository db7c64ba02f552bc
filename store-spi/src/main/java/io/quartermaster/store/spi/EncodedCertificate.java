package io.quartermaster.store.spi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A certificate as its DER bytes. Not a {@link java.security.cert.X509Certificate}: a store may hold certificates with
 * keys or extensions that this JDK cannot read, and they are to be reported all the same.
 */
public final class EncodedCertificate {
    private final byte[] der;

    /** A copy is kept. */
    public EncodedCertificate(byte[] der) {
        this.der = der.clone();
    }

    /** A copy. */
    public byte[] der() {
        return der.clone();
    }

    /** SHA-1 of the DER bytes: 40 hex digits in lower case. A name for the certificate, not a protection of it. */
    public String thumbprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1.", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedCertificate that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "EncodedCertificate[" + thumbprint() + "]";
    }
}
