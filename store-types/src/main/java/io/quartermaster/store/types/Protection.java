package io.quartermaster.store.types;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * How we encrypt under a password: AES-256-CBC with a key by PBKDF2 and HMAC-SHA-256, which OpenSSL reads since 1.0 and
 * Java since 8u301; or, where the owner of a store asks for it, as older programs need it (3DES and SHA-1).
 */
public final class Protection {
    /** Rounds of turning a password into a key; ten times what the JDK takes. */
    public static final int ROUNDS = 100_000;

    /** Rounds where old programs are to read the file. */
    public static final int LEGACY_ROUNDS = 10_000;

    private static final int SALT_BYTES = 20;
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final PBKDF2Config PBKDF2 = new PBKDF2Config.Builder()
            .withIterationCount(ROUNDS)
            .withSaltLength(SALT_BYTES)
            .withPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
            .build();

    private Protection() {}

    /** Encrypts a private key. */
    public static PKCS8EncryptedPrivateKeyInfo encrypt(PrivateKeyInfo key, StorePassword password, boolean legacy)
            throws StoreException {
        char[] characters = password.toCharArray();
        try {
            return new PKCS8EncryptedPrivateKeyInfoBuilder(key).build(encryptor(characters, legacy));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** What encrypts under a password, which may be empty. */
    public static OutputEncryptor encryptor(char[] password, boolean legacy) throws StoreException {
        try {
            if (legacy && password.length > 0) {
                return new JcePKCSPBEOutputEncryptorBuilder(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)
                        .setProvider(PROVIDER)
                        .setIterationCount(LEGACY_ROUNDS)
                        .build(password);
            }
            return new JcePKCSPBEOutputEncryptorBuilder(PBKDF2, NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(PROVIDER)
                    .build(forPbkdf2(password));
        } catch (OperatorCreationException e) {
            throw new StoreException("The private key could not be encrypted.", e);
        }
    }

    /**
     * Opens an encrypted private key.
     *
     * @throws PKCSException when the password does not open it, or it is encrypted in an unknown way
     */
    public static PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo key, char[] password, KeyDerivationBudget budget)
            throws PKCSException {
        AlgorithmIdentifier algorithm = key.getEncryptionAlgorithm();
        if (!budget.take(algorithm)) {
            throw new PKCSException("too many rounds");
        }
        boolean pbkdf2 = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2);
        return key.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(PROVIDER)
                .build(pbkdf2 ? forPbkdf2(password) : password));
    }

    /** The library refuses an empty password for PBKDF2; one zero byte gives the same keys. */
    private static char[] forPbkdf2(char[] password) {
        return password.length == 0 ? new char[1] : password;
    }
}
