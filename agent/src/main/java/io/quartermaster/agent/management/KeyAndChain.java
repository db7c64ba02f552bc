package io.quartermaster.agent.management;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.PrivateKeySecret;
import io.quartermaster.store.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What is in the PKCS#12 file of a job: one private key with its certificate and issuers. Opened in memory; nothing of
 * it is written anywhere.
 *
 * @param chain the key's certificate first, then its issuers as far as the file has them
 */
record KeyAndChain(PrivateKeySecret key, List<EncodedCertificate> chain) implements AutoCloseable {
    /** Bouncy Castle's rather than the JDK's: the same key formats are understood here as where stores are written. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /**
     * Opens it.
     *
     * @throws StoreException when the password does not open it, or there is not exactly one key with a certificate
     */
    static KeyAndChain open(byte[] pfx, String password) throws StoreException {
        char[] characters = password.toCharArray();
        try {
            KeyStore content = KeyStore.getInstance("PKCS12", PROVIDER);
            content.load(new ByteArrayInputStream(pfx), characters);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(content.aliases())) {
                if (content.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new StoreException(
                        "The PKCS#12 file that the server sent holds " + keys.size() + " private keys instead of one.");
            }
            return of(content, keys.getFirst(), characters);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Without the cause's words: they are those of a parser, about content that is secret.
            throw new StoreException(
                    "The PKCS#12 file that the server sent cannot be opened with the password that came with it.", e);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static KeyAndChain of(KeyStore content, String alias, char[] password)
            throws GeneralSecurityException, StoreException {
        Certificate[] certificates = content.getCertificateChain(alias);
        Key key = content.getKey(alias, password);
        byte[] encoded = key instanceof PrivateKey ? key.getEncoded() : null;
        if (certificates == null || certificates.length == 0 || encoded == null) {
            throw new StoreException("The PKCS#12 file that the server sent has no certificate for its private key.");
        }
        List<EncodedCertificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates) {
            chain.add(new EncodedCertificate(certificate.getEncoded()));
        }
        try {
            return new KeyAndChain(new PrivateKeySecret(encoded), List.copyOf(chain));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
