package io.quartermaster.server.cert;

import java.math.BigInteger;
import java.security.KeyPair;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A root, an authority below it, and a certificate of a server with all that such certificates have. */
public final class TestChain {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final ASN1ObjectIdentifier PRINCIPAL = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    public final KeyPair leafKeys;
    public final byte[] root;
    public final byte[] issuing;
    public final byte[] leaf;
    private final KeyPair issuingKeys = TestCertificates.keys("EC", 256);
    private final String mark;

    /** @param mark in every name, so that no other test has them */
    public TestChain(String mark) {
        this(mark, TestCertificates.keys("RSA", 2048));
    }

    public TestChain(String mark, KeyPair leafKeys) {
        this.mark = mark;
        this.leafKeys = leafKeys;
        KeyPair rootKeys = TestCertificates.keys("EC", 256);
        root = authority("CN=Root " + mark, 1, rootKeys, "CN=Root " + mark, rootKeys, null);
        issuing = authority("CN=Issuing " + mark, 2, issuingKeys, "CN=Root " + mark, rootKeys, 0);
        leaf = leaf("CN=" + mark, 3, leafKeys);
    }

    /** Another certificate of a server, by the same authority. */
    public byte[] leaf(String subject, long serialNumber, KeyPair keys) {
        try {
            X509v3CertificateBuilder builder = builder(subject, serialNumber, keys, "CN=Issuing " + mark)
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                        new DistributionPoint(
                                new DistributionPointName(new GeneralNames(new GeneralName(
                                        GeneralName.uniformResourceIdentifier, "http://crl.example.test/ca.crl"))),
                                null,
                                null)
                    }))
                    .addExtension(Extension.subjectAlternativeName, false, names());
            return signed(builder, issuingKeys);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private GeneralNames names() {
        ASN1EncodableVector principal = new ASN1EncodableVector();
        principal.add(PRINCIPAL);
        principal.add(new DERTaggedObject(true, 0, new DERUTF8String("alice@corp.example")));
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, mark),
            new GeneralName(GeneralName.dNSName, "www." + mark),
            new GeneralName(GeneralName.iPAddress, "192.0.2.7"),
            new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[] {1, 2, 3})),
            new GeneralName(GeneralName.rfc822Name, "ops@example.test"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.test/x"),
            new GeneralName(GeneralName.otherName, new DERSequence(principal))
        });
    }

    private static byte[] authority(
            String subject,
            long serialNumber,
            KeyPair keys,
            String issuer,
            KeyPair issuerKeys,
            @Nullable Integer pathLength) {
        try {
            X509v3CertificateBuilder builder = builder(subject, serialNumber, keys, issuer)
                    .addExtension(
                            Extension.basicConstraints,
                            true,
                            pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return signed(builder, issuerKeys);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v3CertificateBuilder builder(String subject, long serialNumber, KeyPair keys, String issuer) {
        return new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(serialNumber),
                Date.from(TestCertificates.NOT_BEFORE),
                Date.from(TestCertificates.NOT_AFTER),
                new X500Name(subject),
                keys.getPublic());
    }

    private static byte[] signed(X509v3CertificateBuilder builder, KeyPair keys) throws Exception {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(PROVIDER)
                        .build(keys.getPrivate()))
                .getEncoded();
    }

    public List<byte[]> all() {
        return List.of(leaf, issuing, root);
    }
}
