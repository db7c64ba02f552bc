package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.Tools.keytool;
import static io.quartermaster.server.enrollment.Tools.openssl;
import static io.quartermaster.server.enrollment.Tools.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.cert.PfxFile;
import io.quartermaster.server.secret.SecretValue;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with keys that this server made, read by programs that know nothing of it. */
class PfxFilesByToolsTest {
    private static final SecretValue PASSWORD = new SecretValue("correct horse ä");
    private static final SecretValue PLAIN = new SecretValue("battery staple");
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2049-01-01T00:00:00Z");
    private static final MakeKeys MAKE_KEYS = new MakeKeys();

    @TempDir
    Path folder;

    /** A root, and a certificate of it for a key of that kind. */
    private static EnrolledKey made(KeySpec spec) throws Exception {
        MadeKey key = MAKE_KEYS.run(spec);
        java.security.KeyPair root = io.quartermaster.server.cert.TestCertificates.keys("EC", 256);
        SubjectPublicKeyInfo rootKey =
                SubjectPublicKeyInfo.getInstance(root.getPublic().getEncoded());
        SubjectPublicKeyInfo leafKey = new PKCS10CertificationRequest(
                        key.request(SubjectText.read("CN=app.example.test"), List.of()))
                .getSubjectPublicKeyInfo();
        byte[] leaf = certificate("CN=app.example.test", 2, leafKey, root);
        byte[] issuer = certificate("CN=Root", 1, rootKey, root);
        Enrolled enrolled = Enrolled.of(new Issued(7, leaf, List.of(issuer), 1), Map.of());
        return new EnrolledKey(enrolled, key.secret(), true);
    }

    private static byte[] certificate(String subject, long serial, SubjectPublicKeyInfo key, java.security.KeyPair root)
            throws Exception {
        return new X509v3CertificateBuilder(
                        new X500Name("CN=Root"),
                        BigInteger.valueOf(serial),
                        Date.from(FROM),
                        Date.from(TO),
                        new X500Name(subject),
                        key)
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(MakeKeys.PROVIDER)
                        .build(root.getPrivate()))
                .getEncoded();
    }

    private void writeFile(PfxFormat format, EnrolledKey made, SecretValue password, PfxFile.Protection protection) {
        write(
                folder,
                "made." + format.extension(),
                KeyFiles.write(format, made, true, false, "web server", password, protection));
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048,", "RSA,3072,", "ECC,256,", "ECC,384,", "ECC,521,", "Ed25519,0,"})
    void opensslReadsAPfxOfEveryKindOfKey(String type, int length, String curve) throws Exception {
        writeFile(PfxFormat.PFX, made(KeySpec.read(type, length, curve)), PASSWORD, PfxFile.STRONG);

        String text =
                openssl(folder, "pkcs12", "-in", "made.pfx", "-passin", "pass:" + PASSWORD.reveal(), "-noenc", "-info");

        assertThat(text).contains("friendlyName: web server", "-----BEGIN PRIVATE KEY-----", "AES-256-CBC");
        assertThat(text.indexOf("app.example.test")).isLessThan(text.indexOf("CN = Root\nissuer"));
        // The key is that of the certificate: openssl compares them when it makes a request with both.
        write(folder, "all.pem", text);
        String ofCertificate = openssl(folder, "x509", "-in", "all.pem", "-noout", "-pubkey");
        String ofKey = openssl(folder, "pkey", "-in", "all.pem", "-pubout");
        assertThat(ofKey).isEqualTo(ofCertificate);
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048", "ECC,256"})
    void keytoolReadsAPfx(String type, int length) throws Exception {
        writeFile(PfxFormat.PFX, made(KeySpec.read(type, length, null)), PLAIN, PfxFile.STRONG);

        String text = keytool(
                folder, "-list", "-v", "-keystore", "made.pfx", "-storetype", "PKCS12", "-storepass", PLAIN.reveal());

        assertThat(text)
                .contains("Alias name: web server", "Entry type: PrivateKeyEntry", "Certificate chain length: 2");
    }

    @Test
    void oldReadersReadALegacyPfx() throws Exception {
        writeFile(PfxFormat.PFX, made(KeySpec.DEFAULT), PLAIN, PfxFile.LEGACY);

        String text = openssl(
                folder, "pkcs12", "-in", "made.pfx", "-passin", "pass:" + PLAIN.reveal(), "-noenc", "-info", "-legacy");

        assertThat(text).contains("pbeWithSHA1And3-KeyTripleDES-CBC", "-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void opensslReadsThePemAndAnotherPasswordOpensNothing() throws Exception {
        writeFile(PfxFormat.PEM, made(KeySpec.DEFAULT), PLAIN, PfxFile.STRONG);

        assertThat(Tools.read(folder, "made.pem")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        String ofKey = openssl(folder, "pkey", "-in", "made.pem", "-passin", "pass:" + PLAIN.reveal(), "-pubout");
        assertThat(ofKey).isEqualTo(openssl(folder, "x509", "-in", "made.pem", "-noout", "-pubkey"));
        Process wrong = new ProcessBuilder("openssl", "pkey", "-in", "made.pem", "-passin", "pass:other", "-noout")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(wrong.waitFor()).isNotZero();
    }

    @Test
    void aZipHasTheKeyTheCertificateAndItsIssuersAsFiles() throws Exception {
        writeFile(PfxFormat.ZIP, made(KeySpec.DEFAULT), PLAIN, PfxFile.STRONG);

        try (java.util.zip.ZipFile zip =
                new java.util.zip.ZipFile(folder.resolve("made.zip").toFile())) {
            assertThat(zip.stream().map(java.util.zip.ZipEntry::getName))
                    .containsExactly("app.example.test.key", "app.example.test.crt", "app.example.test-chain.crt");
            var key = zip.getInputStream(zip.getEntry("app.example.test.key")).readAllBytes();
            assertThat(new String(key, StandardCharsets.US_ASCII)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        }
    }

    /** OpenSSL of before 3.5 knows no such keys, so only the structure is read. */
    @ParameterizedTest
    @ValueSource(ints = {44, 65, 87})
    void keysOfMlDsaAreWrittenToo(int level) throws Exception {
        EnrolledKey made = made(KeySpec.read("ML-DSA", level, null));
        writeFile(PfxFormat.PFX, made, PLAIN, PfxFile.STRONG);

        PKCS12PfxPdu read = new PKCS12PfxPdu(Files.readAllBytes(folder.resolve("made.pfx")));
        assertThat(read.isMacValid(
                        new org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider()
                                .setProvider(MakeKeys.PROVIDER),
                        PLAIN.reveal().toCharArray()))
                .isTrue();
        assertThat(made.enrolled().certificate().der().length).isGreaterThan(1_000);
    }

    @Test
    void aMadeKeyDoesNotPrintItself() {
        MadeKey key = MAKE_KEYS.run(KeySpec.read("ECC", 256, null));

        assertThat(key).hasToString("MadeKey[hidden]");
        assertThat(key.secret()).hasToString("SecretValue[hidden]");
    }
}
