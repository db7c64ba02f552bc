package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.KeyDerivationBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One PKCS#12 file and the password that may open it.
 *
 * <p><b>The empty password.</b> PKCS#12's own key derivation reads it in two ways, as no bytes at all or as the two zero
 * bytes that end a text; files of both kinds exist (OpenSSL writes the second), so both are tried. PBKDF2 knows one way
 * only, but the library refuses an empty password there; one zero byte gives the same keys, because HMAC fills a short
 * key up with zeros.
 */
final class Unlocking {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final byte[] EMPTY_TEXT = new byte[2];

    private final Path path;
    private final char[] password;
    private final KeyDerivationBudget budget = new KeyDerivationBudget();
    private boolean proven;

    Unlocking(Path path, char[] password) {
        this.path = path;
        this.password = password;
    }

    /**
     * Checks the file against the password; does nothing for a file without such protection.
     *
     * @throws StoreException when they do not fit
     */
    void checkMac(Pfx pfx) throws StoreException {
        MacData mac = pfx.getMacData();
        if (mac == null) {
            return;
        }
        AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
        try {
            proven = macFits(pfx, mac, algorithm);
        } catch (PKCSException | OperatorCreationException | RuntimeException e) {
            throw new StoreException(
                    path + " is protected in a way that is not supported (" + algorithm.getAlgorithm() + ").", e);
        }
        if (!proven) {
            throw wrongPassword(null);
        }
    }

    private boolean macFits(Pfx pfx, MacData mac, AlgorithmIdentifier algorithm)
            throws PKCSException, OperatorCreationException, StoreException {
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            take(budget.take(algorithm));
            return new PKCS12PfxPdu(pfx)
                    .isMacValid(new JcePKCS12MacCalculatorBuilderProvider().setProvider(PROVIDER), forPbkdf2());
        }
        take(budget.take(mac.getIterationCount()));
        byte[] content =
                ASN1OctetString.getInstance(pfx.getAuthSafe().getContent()).getOctets();
        return macFits(content, mac, PBEParametersGenerator.PKCS12PasswordToBytes(password))
                || (password.length == 0 && macFits(content, mac, EMPTY_TEXT));
    }

    private static boolean macFits(byte[] content, MacData data, byte[] passwordBytes)
            throws OperatorCreationException {
        byte[] expected = mac(
                content,
                passwordBytes,
                BcDefaultDigestProvider.INSTANCE.get(data.getMac().getAlgorithmId()),
                data.getSalt(),
                data.getIterationCount().intValueExact());
        return MessageDigest.isEqual(expected, data.getMac().getDigest());
    }

    private static byte[] mac(byte[] content, byte[] passwordBytes, ExtendedDigest digest, byte[] salt, int rounds) {
        PKCS12ParametersGenerator key = new PKCS12ParametersGenerator(digest);
        key.init(passwordBytes, salt, rounds);
        HMac mac = new HMac(digest);
        mac.init(key.generateDerivedMacParameters(digest.getDigestSize() * Byte.SIZE));
        mac.update(content, 0, content.length);
        byte[] code = new byte[mac.getMacSize()];
        mac.doFinal(code, 0);
        return code;
    }

    /**
     * The MAC of content that is to be written.
     *
     * @param password an empty one is read as OpenSSL writes it
     */
    static byte[] mac(byte[] content, char[] password, AlgorithmIdentifier digest, byte[] salt, int rounds) {
        byte[] passwordBytes =
                password.length == 0 ? EMPTY_TEXT : PBEParametersGenerator.PKCS12PasswordToBytes(password);
        try {
            return mac(content, passwordBytes, BcDefaultDigestProvider.INSTANCE.get(digest), salt, rounds);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("The library has the digests that we write.", e);
        }
    }

    /**
     * Opens an encrypted part.
     *
     * @throws StoreException when the password does not open it
     */
    byte[] decrypt(EncryptedData data) throws StoreException {
        AlgorithmIdentifier algorithm = data.getEncryptionAlgorithm();
        take(budget.take(algorithm));
        try {
            return decrypt(data, algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2), false);
        } catch (IOException | OperatorCreationException | RuntimeException e) {
            if (password.length > 0) {
                throw notDecrypted(algorithm, e);
            }
        }
        try {
            return decrypt(data, false, true);
        } catch (IOException | OperatorCreationException | RuntimeException e) {
            throw notDecrypted(algorithm, e);
        }
    }

    private byte[] decrypt(EncryptedData data, boolean pbkdf2, boolean emptyAsText)
            throws IOException, OperatorCreationException {
        try (InputStream clear = new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(PROVIDER)
                .setTryWrongPKCS12Zero(emptyAsText)
                .build(pbkdf2 ? forPbkdf2() : password)
                .get(data.getEncryptionAlgorithm())
                .getInputStream(new ByteArrayInputStream(data.getContent().getOctets()))) {
            byte[] safeContents = clear.readAllBytes();
            // A wrong key gives valid padding once in 256 times: what comes out must be a sequence as well.
            if (ASN1Sequence.getInstance(safeContents) == null) {
                throw new IOException("nothing inside");
            }
            return safeContents;
        }
    }

    private char[] forPbkdf2() {
        return password.length == 0 ? new char[1] : password;
    }

    private StoreException notDecrypted(AlgorithmIdentifier algorithm, Exception cause) {
        return proven
                ? new StoreException(
                        path + " is encrypted in a way that is not supported (" + algorithm.getAlgorithm() + ").",
                        cause)
                : wrongPassword(cause);
    }

    private StoreException wrongPassword(@Nullable Exception cause) {
        String message = password.length == 0
                ? path + " needs a password."
                : "The password of " + path + " is wrong, or the file was changed.";
        return cause == null ? new StoreException(message) : new StoreException(message, cause);
    }

    private void take(boolean taken) throws StoreException {
        if (!taken) {
            throw new StoreException(path + " asks for an unknown way, or for more than "
                    + KeyDerivationBudget.ROUNDS_MAX + " rounds, to turn its password into a key.");
        }
    }
}
