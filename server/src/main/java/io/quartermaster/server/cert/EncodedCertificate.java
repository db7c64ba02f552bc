package io.quartermaster.server.cert;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes that an agent says are a certificate, compared by their SHA-256 digest. Not yet read. */
public final class EncodedCertificate {
    private final byte[] der;
    private final byte[] digest;

    public EncodedCertificate(byte[] der) {
        this.der = der;
        this.digest = ParsedCertificate.digest("SHA-256", der);
    }

    public byte[] der() {
        return der;
    }

    public byte[] digest() {
        return digest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedCertificate that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest);
    }
}
