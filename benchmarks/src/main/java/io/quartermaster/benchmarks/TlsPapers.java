package io.quartermaster.benchmarks;

import java.io.FileWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificates and keys of a benchmark of TLS, as PEM files in a folder of their own. */
final class TlsPapers {
    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;
    private static final Duration VALID_FOR = Duration.ofDays(1);

    private final Path folder;
    private int serial;

    private TlsPapers(Path folder) {
        this.folder = folder;
    }

    /** An authority of clients with one client (EC P-256, as agents have it), a server with RSA, a proxy with EC P-256. */
    static TlsPapers in(Path folder) throws IOException, GeneralSecurityException, OperatorCreationException {
        TlsPapers papers = new TlsPapers(Files.createDirectories(folder));
        KeyPair authority = keys("EC", EC_BITS);
        papers.write("ca", authority, authority.getPrivate(), "CN=agents", "CN=agents", true);
        papers.write("client", keys("EC", EC_BITS), authority.getPrivate(), "CN=agents", "CN=agent", false);
        KeyPair server = keys("RSA", RSA_BITS);
        papers.write("server", server, server.getPrivate(), "CN=localhost", "CN=localhost", false);
        KeyPair front = keys("EC", EC_BITS);
        papers.write("front", front, front.getPrivate(), "CN=localhost", "CN=localhost", false);
        return papers;
    }

    /** Certificate and key in one file, as HAProxy wants them. */
    Path together(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".pem"), Files.readString(certificate(name)) + Files.readString(key(name)));
    }

    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private void write(String file, KeyPair keys, PrivateKey signer, String issuer, String subject, boolean authority)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        write(key(file), new JcaPKCS8Generator(keys.getPrivate(), null));
        write(certificate(file), certificate(keys, signer, issuer, subject, authority));
    }

    private X509Certificate certificate(
            KeyPair keys, PrivateKey signer, String issuer, String subject, boolean authority)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = Instant.now();
        serial++;
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(serial),
                Date.from(now.minus(VALID_FOR)),
                Date.from(now.plus(VALID_FOR)),
                new X500Name(subject),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
    }

    private static void write(Path file, Object content) throws IOException {
        try (JcaPEMWriter pem = new JcaPEMWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8))) {
            pem.writeObject(content);
        }
    }
}
