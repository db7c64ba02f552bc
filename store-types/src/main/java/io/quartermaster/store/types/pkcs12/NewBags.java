package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.EncodedCertificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Bags for what is added to a PKCS#12 file, as both OpenSSL and Java write them. */
final class NewBags {
    private NewBags() {}

    /** A key, tied to its certificate by that one's thumbprint. */
    static SafeBag key(EncryptedPrivateKeyInfo key, EncodedCertificate certificate, String alias) {
        return new SafeBag(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, key, named(alias, certificate));
    }

    static SafeBag certificateOfKey(EncodedCertificate certificate, String alias) {
        return new SafeBag(PKCSObjectIdentifiers.certBag, certBag(certificate), named(alias, certificate));
    }

    static SafeBag issuer(EncodedCertificate certificate) {
        return new SafeBag(PKCSObjectIdentifiers.certBag, certBag(certificate), new DERSet());
    }

    /** A certificate with Java's mark of trust, without which {@code keytool} would not show it. */
    static SafeBag trusted(EncodedCertificate certificate, String alias) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(friendlyName(alias));
        attributes.add(attribute(Bags.JAVA_TRUSTED, KeyPurposeId.anyExtendedKeyUsage));
        return new SafeBag(PKCSObjectIdentifiers.certBag, certBag(certificate), new DERSet(attributes));
    }

    private static CertBag certBag(EncodedCertificate certificate) {
        return new CertBag(PKCSObjectIdentifiers.x509Certificate, new DEROctetString(certificate.der()));
    }

    private static ASN1Set named(String alias, EncodedCertificate certificate) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(friendlyName(alias));
        attributes.add(attribute(
                PKCSObjectIdentifiers.pkcs_9_at_localKeyId,
                new DEROctetString(HexFormat.of().parseHex(certificate.thumbprint()))));
        return new DERSet(attributes);
    }

    private static DERSequence friendlyName(String alias) {
        return attribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(alias));
    }

    private static DERSequence attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(type);
        parts.add(new DERSet(value));
        return new DERSequence(parts);
    }
}
