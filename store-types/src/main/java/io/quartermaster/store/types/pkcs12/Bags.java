package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.StoreFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/** Collects the bags of one PKCS#12 file; those that are neither key nor certificate (secrets, CRLs) are passed over. */
final class Bags {
    /** How deep bags may lie in bags. Nobody nests them; the standard allows it. */
    static final int NESTING_MAX = 8;

    /** Java's mark of a certificate that a truststore trusts, "trustedKeyUsage". */
    static final ASN1ObjectIdentifier JAVA_TRUSTED = new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

    private final Path path;
    private final List<Bag> found = new ArrayList<>();
    private final List<HeldBag> all = new ArrayList<>();

    Bags(Path path) {
        this.path = path;
    }

    /**
     * Adds the bags of one part of the file.
     *
     * @param encrypted whether the part is
     * @throws StoreException when the part is malformed, or there are more bags than {@link StoreFile#ENTRIES_MAX}
     */
    void addAll(byte[] safeContents, boolean encrypted) throws StoreException {
        try {
            addAll(ASN1Sequence.getInstance(safeContents), encrypted, 0);
        } catch (RuntimeException e) {
            throw new StoreException(path + " is a damaged PKCS#12 file.", e);
        }
    }

    List<Bag> found() {
        return found;
    }

    /** All bags, those that are passed over included; bags in bags stand for themselves. */
    List<HeldBag> all() {
        return all;
    }

    private void addAll(ASN1Sequence bags, boolean encrypted, int depth) throws StoreException {
        for (ASN1Encodable element : bags) {
            SafeBag bag = SafeBag.getInstance(element);
            ASN1ObjectIdentifier type = bag.getBagId();
            if (type.equals(PKCSObjectIdentifiers.safeContentsBag)) {
                if (depth == NESTING_MAX) {
                    throw new StoreException(path + " has bags in bags more than " + NESTING_MAX + " deep.");
                }
                addAll(ASN1Sequence.getInstance(bag.getBagValue()), encrypted, depth + 1);
                continue;
            }
            all.add(new HeldBag(bag, encrypted));
            if (type.equals(PKCSObjectIdentifiers.certBag)) {
                addCertificate(bag);
            } else if (type.equals(PKCSObjectIdentifiers.keyBag)
                    || type.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                found.add(new Bag.Key(all.size() - 1, friendlyName(bag), localKeyId(bag)));
            }
            if (all.size() > StoreFile.ENTRIES_MAX) {
                throw new StoreException(path + " has more than " + StoreFile.ENTRIES_MAX + " keys and certificates.");
            }
        }
    }

    private void addCertificate(SafeBag bag) {
        CertBag content = CertBag.getInstance(bag.getBagValue());
        if (!content.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
            return;
        }
        byte[] der = ASN1OctetString.getInstance(content.getCertValue()).getOctets();
        org.bouncycastle.asn1.x509.Certificate certificate = org.bouncycastle.asn1.x509.Certificate.getInstance(der);
        found.add(new Bag.Certificate(
                all.size() - 1,
                friendlyName(bag),
                localKeyId(bag),
                attribute(bag, JAVA_TRUSTED) != null,
                new EncodedCertificate(der),
                comparable(certificate.getSubject()),
                comparable(certificate.getIssuer())));
    }

    private static String comparable(X500Name name) {
        try {
            byte[] der = name.getEncoded(ASN1Encoding.DER);
            try {
                return new X500Principal(der).getName(X500Principal.CANONICAL);
            } catch (IllegalArgumentException e) {
                return HexFormat.of().formatHex(der);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String friendlyName(SafeBag bag) {
        ASN1Encodable name = attribute(bag, PKCSObjectIdentifiers.pkcs_9_at_friendlyName);
        return name == null ? null : ASN1BMPString.getInstance(name).getString();
    }

    private static @Nullable ByteBuffer localKeyId(SafeBag bag) {
        ASN1Encodable id = attribute(bag, PKCSObjectIdentifiers.pkcs_9_at_localKeyId);
        return id == null
                ? null
                : ByteBuffer.wrap(ASN1OctetString.getInstance(id).getOctets());
    }

    private static @Nullable ASN1Encodable attribute(SafeBag bag, ASN1ObjectIdentifier type) {
        ASN1Set attributes = bag.getBagAttributes();
        if (attributes == null) {
            return null;
        }
        for (ASN1Encodable element : attributes) {
            Attribute attribute = Attribute.getInstance(element);
            if (attribute.getAttrType().equals(type)
                    && attribute.getAttrValues().size() > 0) {
                return attribute.getAttrValues().getObjectAt(0);
            }
        }
        return null;
    }
}
