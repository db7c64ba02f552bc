package io.quartermaster.server.ca;

import io.quartermaster.server.cert.TestCertificates;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Signing requests for tests. Safe for many threads. */
final class Csrs {
    static final KeyPair EC = TestCertificates.keys("EC", 256);

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private Csrs() {}

    /** With an elliptic key and these DNS names. */
    static byte[] of(String subject, String... dnsNames) {
        return of(EC, "SHA256withECDSA", subject, dnsNames);
    }

    static byte[] of(KeyPair keys, String algorithm, String subject, String... dnsNames) {
        GeneralName[] names = Arrays.stream(dnsNames)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        return names.length == 0
                ? signed(keys, algorithm, subject, List.of())
                : signed(
                        keys,
                        algorithm,
                        subject,
                        List.of(new Asked(Extension.subjectAlternativeName, new GeneralNames(names))));
    }

    static byte[] withNames(GeneralName... names) {
        return signed(
                EC,
                "SHA256withECDSA",
                "CN=app.example.test",
                List.of(new Asked(Extension.subjectAlternativeName, new GeneralNames(names))));
    }

    static byte[] forAnAuthority() {
        return signed(
                EC,
                "SHA256withECDSA",
                "CN=Evil CA",
                List.of(new Asked(Extension.basicConstraints, new BasicConstraints(true))));
    }

    private record Asked(ASN1ObjectIdentifier extension, ASN1Encodable value) {}

    private static byte[] signed(KeyPair keys, String algorithm, String subject, List<Asked> extensions) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic());
            if (!extensions.isEmpty()) {
                ExtensionsGenerator generator = new ExtensionsGenerator();
                for (Asked asked : extensions) {
                    generator.addExtension(asked.extension(), false, asked.value());
                }
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, generator.generate());
            }
            return builder.build(new JcaContentSignerBuilder(algorithm)
                            .setProvider(PROVIDER)
                            .build(keys.getPrivate()))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
