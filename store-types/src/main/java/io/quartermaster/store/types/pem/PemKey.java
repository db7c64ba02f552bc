package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.KeyDerivationBudget;
import io.quartermaster.store.types.KeyPairs;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** Finds out which public key a private key of a PEM file belongs to. */
final class PemKey {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private PemKey() {}

    /**
     * The public half of the key.
     *
     * @param password opens an encrypted key; the store's password
     * @return empty when that cannot be found out: encrypted with another password, or an algorithm that is not known
     */
    static Optional<SubjectPublicKeyInfo> publicKey(
            PemBlock block, StorePassword password, KeyDerivationBudget budget) {
        boolean encrypted = block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY");
        if (encrypted && password.isEmpty()) {
            return Optional.empty();
        }
        char[] characters = password.toCharArray();
        try {
            PrivateKeyInfo key = open(block, characters, budget);
            return key == null ? Optional.empty() : KeyPairs.publicHalf(key);
        } catch (IOException | PKCSException | RuntimeException e) {
            // Bad input shows itself in many ways; each means that the key cannot be read, which is an answer here.
            return Optional.empty();
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static @Nullable PrivateKeyInfo open(PemBlock block, char[] password, KeyDerivationBudget budget)
            throws IOException, PKCSException {
        try (PEMParser parser = new PEMParser(new StringReader(block.text()))) {
            return switch (parser.readObject()) {
                case PrivateKeyInfo key -> key;
                case PEMKeyPair pair -> pair.getPrivateKeyInfo();
                case PKCS8EncryptedPrivateKeyInfo key
                when budget.take(key.getEncryptionAlgorithm()) ->
                    key.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                            .setProvider(PROVIDER)
                            .build(password));
                case PEMEncryptedKeyPair pair ->
                    pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                    .setProvider(PROVIDER)
                                    .build(password))
                            .getPrivateKeyInfo();
                case null, default -> null;
            };
        }
    }
}
