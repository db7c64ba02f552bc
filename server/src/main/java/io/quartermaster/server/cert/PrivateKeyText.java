package io.quartermaster.server.cert;

import io.quartermaster.server.secret.SecretValue;
import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Reads kept private keys for files that leave the server. */
public final class PrivateKeyText {
    private PrivateKeyText() {}

    /** @param pkcs8Base64 on one line */
    static PrivateKeyInfo read(SecretValue pkcs8Base64) {
        return plain(PrivateKeyInfo.getInstance(Base64.getDecoder().decode(pkcs8Base64.reveal())));
    }

    /**
     * Without the public key that RFC 5958 allows beside it: OpenSSL 3.0, for one, does not read a key of an Edwards curve
     * that has it.
     */
    public static PrivateKeyInfo plain(PrivateKeyInfo key) {
        if (!key.hasPublicKey()) {
            return key;
        }
        try {
            return new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), key.parsePrivateKey(), key.getAttributes());
        } catch (IOException e) {
            throw new IllegalStateException("A private key that was read cannot be written", e);
        }
    }
}
