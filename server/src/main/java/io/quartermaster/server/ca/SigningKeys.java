package io.quartermaster.server.ca;

import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.setting.AuthoritySettings.KeyKind;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jdbi.v3.core.Handle;

/**
 * Keys that sign: at rest as secrets, in memory once they have been needed, since every certificate and every OCSP answer
 * needs one. Safe for many threads.
 */
@Singleton
public class SigningKeys {
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final int P256_BITS = 256;

    private final SecretRepository secrets;
    private final Map<UUID, PrivateKey> known = new ConcurrentHashMap<>();

    public SigningKeys(SecretRepository secrets) {
        this.secrets = secrets;
    }

    /** Makes a key. An elliptic one takes some milliseconds, RSA up to some seconds. */
    static KeyPair make(KeyKind kind) {
        return switch (kind) {
            case EC_P256 -> make("EC", new ECGenParameterSpec("P-256"));
            case EC_P384 -> make("EC", new ECGenParameterSpec("P-384"));
            case RSA_3072 -> make("RSA", new RSAKeyGenParameterSpec(3_072, RSAKeyGenParameterSpec.F4));
            case RSA_4096 -> make("RSA", new RSAKeyGenParameterSpec(4_096, RSAKeyGenParameterSpec.F4));
        };
    }

    private static KeyPair make(String family, AlgorithmParameterSpec size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family, PROVIDER);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key of the kind " + family + " can be made", e);
        }
    }

    void put(Handle tx, UUID secretId, PrivateKey key) {
        String text = Base64.getEncoder().encodeToString(key.getEncoded());
        secrets.put(tx, Map.of(secretId, new SecretValue(text)));
    }

    PrivateKey key(Handle tx, UUID secretId) {
        PrivateKey cached = known.get(secretId);
        if (cached != null) {
            return cached;
        }
        SecretValue secret = secrets.get(tx, List.of(secretId)).get(secretId);
        if (secret == null) {
            throw new IllegalStateException("The key " + secretId + " of an authority is not there");
        }
        PrivateKey key = read(secret);
        known.put(secretId, key);
        return key;
    }

    static PrivateKey read(SecretValue secret) {
        try {
            byte[] encoded = Base64.getDecoder().decode(secret.reveal());
            String algorithm = PrivateKeyInfo.getInstance(encoded)
                    .getPrivateKeyAlgorithm()
                    .getAlgorithm()
                    .getId();
            return KeyFactory.getInstance(algorithm, PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("The key of an authority cannot be read", e);
        }
    }

    /** An elliptic key with its public part, which is a multiple of the generator. */
    static KeyPair pair(SecretValue secret) {
        if (!(read(secret) instanceof org.bouncycastle.jce.interfaces.ECPrivateKey key)) {
            throw new IllegalStateException("The key of an account is not elliptic");
        }
        ECParameterSpec curve = key.getParameters();
        try {
            PublicKey publicKey = KeyFactory.getInstance("EC", PROVIDER)
                    .generatePublic(new ECPublicKeySpec(curve.getG().multiply(key.getD()), curve));
            // Java's own keys: the library that signs for ACME takes Java's own signatures.
            KeyFactory own = KeyFactory.getInstance("EC");
            return new KeyPair(
                    own.generatePublic(new X509EncodedKeySpec(publicKey.getEncoded())),
                    own.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key of an account cannot be used", e);
        }
    }

    /** Signs with the hash that fits the key. */
    static ContentSigner signer(PrivateKey key) {
        String algorithm = switch (key) {
            case ECPrivateKey elliptic
            when elliptic.getParams().getOrder().bitLength() > P256_BITS -> "SHA384withECDSA";
            case ECPrivateKey elliptic -> "SHA256withECDSA";
            default -> "SHA256withRSA";
        };
        try {
            return new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("A key of an authority cannot sign", e);
        }
    }
}
