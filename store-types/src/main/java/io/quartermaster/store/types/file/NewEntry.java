package io.quartermaster.store.types.file;

import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.PrivateKeySecret;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreProperties;
import io.quartermaster.store.types.KeyPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Addition} that was looked at: certificates are certificates, and the key belongs to the first.
 *
 * @param alias blank when the type is to name it
 * @param chain without repetitions, and only what the store's properties ask for
 * @param privateKey null for an entry without one
 */
public record NewEntry(
        String alias,
        EncodedCertificate certificate,
        SubjectPublicKeyInfo publicKey,
        List<EncodedCertificate> chain,
        @Nullable PrivateKeyInfo privateKey,
        StorePassword entryPassword,
        boolean overwrite) {

    /**
     * Looks at an addition.
     *
     * @param properties {@code IncludesChain} false leaves the issuers out; {@code RemoveRootCertificate} true the root
     * @throws StoreException when something is not what it should be
     */
    static NewEntry of(Addition addition, StoreProperties properties) throws StoreException {
        SubjectPublicKeyInfo publicKey = KeyPairs.publicKey(addition.certificate());
        PrivateKeyInfo privateKey = addition.privateKey() == null ? null : parse(addition.privateKey());
        if (privateKey != null && !KeyPairs.fit(privateKey, publicKey)) {
            throw new StoreException("The private key does not belong to the certificate that came with it.");
        }
        return new NewEntry(
                addition.alias().strip(),
                addition.certificate(),
                publicKey,
                privateKey == null ? List.of() : chain(addition, properties),
                privateKey,
                addition.entryPassword(),
                addition.overwrite());
    }

    private static PrivateKeyInfo parse(PrivateKeySecret secret) throws StoreException {
        byte[] pkcs8 = secret.pkcs8();
        try {
            @Nullable PrivateKeyInfo key = PrivateKeyInfo.getInstance(pkcs8);
            if (key != null) {
                return key;
            }
        } catch (RuntimeException e) {
            throw new StoreException("The private key is not in the form of PKCS#8.", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw new StoreException("The private key is not in the form of PKCS#8.");
    }

    private static List<EncodedCertificate> chain(Addition addition, StoreProperties properties) throws StoreException {
        List<EncodedCertificate> chain = new ArrayList<>();
        if (!properties.flag("IncludesChain", true)) {
            return chain;
        }
        boolean removeRoot = properties.flag("RemoveRootCertificate", false);
        for (EncodedCertificate issuer : addition.chain()) {
            KeyPairs.publicKey(issuer);
            boolean known = issuer.equals(addition.certificate()) || chain.contains(issuer);
            if (!known && !(removeRoot && selfIssued(issuer))) {
                chain.add(issuer);
            }
        }
        return chain;
    }

    private static boolean selfIssued(EncodedCertificate certificate) {
        Certificate parsed = Certificate.getInstance(certificate.der());
        return parsed.getIssuer().equals(parsed.getSubject());
    }

    /** The certificate and its issuers. */
    public List<EncodedCertificate> certificates() {
        List<EncodedCertificate> all = new ArrayList<>();
        all.add(certificate);
        all.addAll(chain);
        return all;
    }

    /** What protects the private key: the entry's own password, or else that of the store. */
    public StorePassword keyPassword(Access access) {
        return entryPassword.isEmpty() ? access.password() : entryPassword;
    }
}
