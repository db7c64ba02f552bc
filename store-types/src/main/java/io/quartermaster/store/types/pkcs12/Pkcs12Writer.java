package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.Protection;
import io.quartermaster.store.types.file.Access;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoServicesRegistrar;
import org.bouncycastle.operator.OutputEncryptor;

/**
 * Writes a PKCS#12 file: what was encrypted in one part, the rest in another, and a MAC over both. A file that had no MAC
 * gets one when there is a password or a key comes into it. New protection is as {@link Protection} has it, whatever the
 * file had before, unless the store's property {@link #LEGACY} is true.
 */
final class Pkcs12Writer {
    /** The property that asks for ciphers of older programs. */
    static final String LEGACY = "LegacyCiphers";

    private static final int SALT_BYTES = 20;

    private final Access access;

    // The salt of a MAC; nothing that a test has to repeat.
    private final SecureRandom random = CryptoServicesRegistrar.getSecureRandom();

    Pkcs12Writer(Access access) {
        this.access = access;
    }

    /**
     * Writes the file.
     *
     * @param former the file that it replaces
     * @param bags all that is to be in it
     */
    byte[] write(Pkcs12Content former, List<HeldBag> bags) throws StoreException {
        boolean legacy = access.properties().flag(LEGACY, false);
        char[] password = access.password().toCharArray();
        try {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            if (bags.stream().anyMatch(HeldBag::encrypted)) {
                parts.add(encryptedPart(bags, password, legacy));
            }
            if (bags.stream().anyMatch(held -> !held.encrypted())) {
                parts.add(new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(safeContents(bags, false))));
            }
            byte[] content = new DERSequence(parts).getEncoded(ASN1Encoding.DER);
            boolean mac = former.mac() || password.length > 0 || bags.stream().anyMatch(HeldBag::encrypted);
            ContentInfo whole = new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(content));
            return new Pfx(whole, mac ? mac(content, password, legacy) : null).getEncoded(ASN1Encoding.DER);
        } catch (IOException | RuntimeException e) {
            // What came from the file was read leniently; the library may find it malformed only now.
            throw new StoreException("The PKCS#12 file could not be encoded.", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static ContentInfo encryptedPart(List<HeldBag> bags, char[] password, boolean legacy)
            throws StoreException, IOException {
        OutputEncryptor encryptor = Protection.encryptor(password, legacy);
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (OutputStream clear = encryptor.getOutputStream(encrypted)) {
            clear.write(safeContents(bags, true));
        }
        EncryptedData data = new EncryptedData(
                PKCSObjectIdentifiers.data,
                encryptor.getAlgorithmIdentifier(),
                new DEROctetString(encrypted.toByteArray()));
        return new ContentInfo(PKCSObjectIdentifiers.encryptedData, data);
    }

    private static byte[] safeContents(List<HeldBag> bags, boolean encrypted) throws IOException {
        ASN1EncodableVector part = new ASN1EncodableVector();
        for (HeldBag held : bags) {
            if (held.encrypted() == encrypted) {
                part.add(held.bag());
            }
        }
        return new DERSequence(part).getEncoded(ASN1Encoding.DER);
    }

    private MacData mac(byte[] content, char[] password, boolean legacy) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        ASN1ObjectIdentifier digest = legacy ? OIWObjectIdentifiers.idSHA1 : NISTObjectIdentifiers.id_sha256;
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(digest, DERNull.INSTANCE);
        int rounds = legacy ? Protection.LEGACY_ROUNDS : Protection.ROUNDS;
        return new MacData(
                new DigestInfo(algorithm, Unlocking.mac(content, password, algorithm, salt, rounds)), salt, rounds);
    }
}
