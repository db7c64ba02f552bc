package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.StoreFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.jspecify.annotations.Nullable;

/**
 * Reads PKCS#12 (RFC 7292) part by part, and not through the JDK's key store, because that one leaves out without a word
 * what this has to report: certificates without a key unless they carry Java's own mark (files by {@code openssl pkcs12
 * -nokeys}), and every encrypted certificate when no password is given.
 *
 * <p>Private keys are seen and not decrypted.
 */
public final class Pkcs12Reader {
    private Pkcs12Reader() {}

    /**
     * The entries, as {@link Entries} makes them.
     *
     * @param password may be empty: for files without protection, or protected by the empty password
     * @throws StoreException when the file is no PKCS#12 file, the password does not open it, or it needs what is not
     *     supported (protection by certificates instead of a password, unknown ciphers, too many rounds)
     */
    public static Inventory read(StoreFile file, StorePassword password) throws StoreException {
        return Entries.of(open(file, password).found()).inventory();
    }

    /** All that is in the file; see {@link #read}. */
    static Pkcs12Content open(StoreFile file, StorePassword password) throws StoreException {
        Pfx pfx = parse(file);
        char[] characters = password.toCharArray();
        try {
            Unlocking unlocking = new Unlocking(file.path(), characters);
            unlocking.checkMac(pfx);
            Bags bags = new Bags(file.path());
            for (ContentInfo part : parts(file, pfx)) {
                boolean encrypted = part.getContentType().equals(PKCSObjectIdentifiers.encryptedData);
                bags.addAll(safeContents(file, part, unlocking), encrypted);
            }
            return new Pkcs12Content(bags.found(), bags.all(), pfx.getMacData() != null);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** Whether a file is PKCS#12, as far as can be told without its password. */
    public static boolean isOne(StoreFile file) {
        try {
            parts(file, parse(file));
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static Pfx parse(StoreFile file) throws StoreException {
        try {
            @Nullable Pfx pfx = Pfx.getInstance(file.content());
            if (pfx != null) {
                return pfx;
            }
        } catch (RuntimeException e) {
            // The ASN.1 library reports bad input by several unchecked exceptions, here and below.
            throw new StoreException(file.path() + " is not a PKCS#12 file.", e);
        }
        throw new StoreException(file.path() + " is not a PKCS#12 file.");
    }

    private static List<ContentInfo> parts(StoreFile file, Pfx pfx) throws StoreException {
        if (!pfx.getAuthSafe().getContentType().equals(PKCSObjectIdentifiers.data)) {
            throw new StoreException(
                    file.path() + " is protected by a signature instead of a password, which is not supported.");
        }
        try {
            ASN1Sequence parts = ASN1Sequence.getInstance(
                    ASN1OctetString.getInstance(pfx.getAuthSafe().getContent()).getOctets());
            List<ContentInfo> infos = new ArrayList<>();
            parts.forEach(part -> infos.add(ContentInfo.getInstance(part)));
            return infos;
        } catch (RuntimeException e) {
            throw new StoreException(file.path() + " is a damaged PKCS#12 file.", e);
        }
    }

    private static byte[] safeContents(StoreFile file, ContentInfo part, Unlocking unlocking) throws StoreException {
        try {
            if (part.getContentType().equals(PKCSObjectIdentifiers.data)) {
                return ASN1OctetString.getInstance(part.getContent()).getOctets();
            }
            if (part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                return unlocking.decrypt(EncryptedData.getInstance(part.getContent()));
            }
        } catch (RuntimeException e) {
            throw new StoreException(file.path() + " is a damaged PKCS#12 file.", e);
        }
        throw new StoreException(
                file.path() + " is encrypted for a certificate instead of a password, which is not supported.");
    }
}
