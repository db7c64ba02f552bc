package io.quartermaster.store.types.der;

import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.KeyDerivationBudget;
import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.Protection;
import io.quartermaster.store.types.StoreFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** A private key that is a whole file: PKCS#8, encrypted or not. */
final class DerKey {
    private DerKey() {}

    /** The key; empty when the password does not open it, or it is none. */
    static Optional<PrivateKeyInfo> open(StoreFile file, StorePassword password) {
        char[] characters = password.toCharArray();
        try {
            if (isEncrypted(file.content())) {
                return Optional.of(Protection.decrypt(
                        new PKCS8EncryptedPrivateKeyInfo(file.content()), characters, new KeyDerivationBudget()));
            }
            return Optional.ofNullable(PrivateKeyInfo.getInstance(file.content()));
        } catch (IOException | PKCSException | RuntimeException e) {
            // Bad input shows itself in many ways; each means that the key cannot be read, which is an answer here.
            return Optional.empty();
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** Whether the file's key is that of a certificate; true as well for one that cannot be read and so may be it. */
    static boolean mayBelongTo(StoreFile file, StorePassword password, SubjectPublicKeyInfo certified) {
        PrivateKeyInfo key = open(file, password).orElse(null);
        return key == null ? isEncrypted(file.content()) : KeyPairs.fit(key, certified);
    }

    private static boolean isEncrypted(byte[] content) {
        try {
            EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(content);
            return key != null && key.getEncryptionAlgorithm() != null;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
