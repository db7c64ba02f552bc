package io.quartermaster.store.types.pkcs12;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.assertRefused;
import static io.quartermaster.store.types.Tools.certificate;
import static io.quartermaster.store.types.Tools.issued;
import static io.quartermaster.store.types.Tools.joined;
import static io.quartermaster.store.types.Tools.keytool;
import static io.quartermaster.store.types.Tools.lines;
import static io.quartermaster.store.types.Tools.openssl;
import static io.quartermaster.store.types.Tools.read;
import static io.quartermaster.store.types.Tools.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs12StoreTypeTest {
    private final Pkcs12StoreType type = new Pkcs12StoreType();

    @TempDir
    Path folder;

    @BeforeEach
    void makeCertificates() throws Exception {
        certificate(folder, "root");
        issued(folder, "issuing", "root");
        issued(folder, "leaf", "issuing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-legacy",
                "-keypbe NONE -certpbe NONE",
                "-nomac",
                "-nomac -certpbe AES-256-CBC",
                "-nomaciter -noiter",
                "-macalg sha512 -keypbe AES-128-CBC -certpbe AES-128-CBC"
            })
    void aKeyWithItsChainByOpensslIsOneEntryWithTheLeafFirst(String options) throws Exception {
        joined(folder, "issuers.pem", "root.pem", "issuing.pem");
        export(
                PASSWORD,
                options,
                "-inkey",
                "leaf.key",
                "-in",
                "leaf.pem",
                "-certfile",
                "issuers.pem",
                "-name",
                "Web Server");
        assertThat(lines(read(type, folder.resolve("store.p12"), PASSWORD)))
                .containsExactly("web server key=true " + thumbprints("leaf", "issuing", "root"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-legacy", "-macalg sha384", "-nomac -certpbe AES-256-CBC", "-nomac -certpbe PBE-SHA1-3DES"})
    void theEmptyPasswordOpensWhatItClosed(String options) throws Exception {
        export("", options, "-inkey", "leaf.key", "-in", "leaf.pem", "-name", "leaf");
        assertThat(lines(read(type, folder.resolve("store.p12"), "")))
                .containsExactly("leaf key=true " + thumbprints("leaf"));
    }

    @Test
    void certificatesWithoutAKeyAreEntriesWhichKeytoolKeepsQuietAbout() throws Exception {
        joined(folder, "all.pem", "root.pem", "issuing.pem", "leaf.pem");
        export(PASSWORD, "-nokeys", "-in", "all.pem", "-caname", "The Root");
        assertThat(keytool(folder, "-list", "-keystore", "store.p12", "-storepass", PASSWORD))
                .contains("contains 0 entries");
        assertThat(lines(read(type, folder.resolve("store.p12"), PASSWORD)))
                .containsExactly(
                        "the root key=false " + thumbprints("root"),
                        thumbprint(folder, "issuing.pem") + " key=false " + thumbprints("issuing"),
                        thumbprint(folder, "leaf.pem") + " key=false " + thumbprints("leaf"));
    }

    @Test
    void aCertificateOutsideTheChainIsAnEntryBesideIt() throws Exception {
        certificate(folder, "stranger");
        export(
                PASSWORD,
                "",
                "-inkey",
                "leaf.key",
                "-in",
                "leaf.pem",
                "-certfile",
                "stranger.pem",
                "-name",
                "leaf",
                "-caname",
                "Stranger");
        assertThat(lines(read(type, folder.resolve("store.p12"), PASSWORD)))
                .containsExactly(
                        "leaf key=true " + thumbprints("leaf"), "stranger key=false " + thumbprints("stranger"));
    }

    @Test
    void aKeyWithoutANameIsNumberedAsKeytoolNumbersIt() throws Exception {
        export(PASSWORD, "", "-inkey", "leaf.key", "-in", "leaf.pem");
        assertThat(keytool(folder, "-list", "-keystore", "store.p12", "-storepass", PASSWORD))
                .contains("\n1, ");
        assertThat(lines(read(type, folder.resolve("store.p12"), PASSWORD)))
                .containsExactly("1 key=true " + thumbprints("leaf"));
    }

    @Test
    void twoEntriesOfOneNameGetTwoAliases() throws Exception {
        joined(folder, "all.pem", "root.pem", "issuing.pem", "leaf.pem");
        export(PASSWORD, "-nokeys", "-in", "all.pem", "-caname", "Same", "-caname", "same", "-caname", "SAME");
        assertThat(lines(read(type, folder.resolve("store.p12"), PASSWORD)))
                .containsExactly(
                        "same key=false " + thumbprints("root"),
                        "same (2) key=false " + thumbprints("issuing"),
                        "same (3) key=false " + thumbprints("leaf"));
    }

    @Test
    void aWrongPasswordIsSaidToBeWrongAndAMissingOneToBeMissing() throws Exception {
        Path file = folder.resolve("store.p12");
        for (String options : List.of("", "-nomac -certpbe AES-256-CBC", "-legacy")) {
            export(PASSWORD, options, "-inkey", "leaf.key", "-in", "leaf.pem");
            assertRefused(type, file, "wrong", "The password of " + file + " is wrong, or the file was changed.");
            assertRefused(type, file, "", file + " needs a password.");
        }
    }

    @Test
    void aChangedFileIsNotBelieved() throws Exception {
        export(PASSWORD, "-keypbe NONE -certpbe NONE", "-inkey", "leaf.key", "-in", "leaf.pem");
        Path file = folder.resolve("store.p12");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        assertRefused(type, file, PASSWORD, "The password of " + file + " is wrong, or the file was changed.");
    }

    @Test
    void theNewerProtectionByPbmac1IsChecked() throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        builder.addData(new PKCS12SafeBagBuilder(bouncyCertificate("root.pem")).build());
        AlgorithmIdentifier sha256 = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
        PBMAC1Params parameters = new PBMAC1Params(
                new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], 2048, 32, sha256)),
                sha256);
        Files.write(
                folder.resolve("store.p12"),
                builder.build(
                                new JcePKCS12MacCalculatorBuilderProvider()
                                        .setProvider(new BouncyCastleProvider())
                                        .get(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1, parameters)),
                                PASSWORD.toCharArray())
                        .getEncoded());
        Path file = folder.resolve("store.p12");
        assertThat(lines(read(type, file, PASSWORD)))
                .containsExactly(thumbprint(folder, "root.pem") + " key=false " + thumbprints("root"));
        assertRefused(type, file, "wrong", "The password of " + file + " is wrong, or the file was changed.");
    }

    @Test
    void moreRoundsThanTheLimitAreNotCalculated() throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        builder.addData(new PKCS12SafeBagBuilder(bouncyCertificate("root.pem")).build());
        Path file = folder.resolve("store.p12");
        Files.write(
                file,
                builder.build(
                                new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                        .setProvider(new BouncyCastleProvider())
                                        .setIterationCount(5_000_001),
                                PASSWORD.toCharArray())
                        .getEncoded());
        assertRefused(
                type,
                file,
                PASSWORD,
                file + " asks for an unknown way, or for more than 5000000 rounds, to turn its password into a key.");
    }

    @Test
    void aJavaKeystoreIsPointedToItsType() throws Exception {
        keytool(
                folder,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=a",
                "-storetype",
                "JKS",
                "-keystore",
                "a.p12",
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD);
        Path file = folder.resolve("a.p12");
        assertRefused(type, file, PASSWORD, file + " is a Java keystore, not PKCS#12: give the store the type JKS.");
    }

    @Test
    void anythingElseIsNoPkcs12File() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "hello");
        assertRefused(type, text, PASSWORD, text + " is not a PKCS#12 file.");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertRefused(type, empty, PASSWORD, empty + " is not a PKCS#12 file.");
        openssl(folder, "x509", "-in", "leaf.pem", "-outform", "DER", "-out", "leaf.der");
        assertRefused(
                type, folder.resolve("leaf.der"), PASSWORD, folder.resolve("leaf.der") + " is not a PKCS#12 file.");
        export(PASSWORD, "", "-inkey", "leaf.key", "-in", "leaf.pem");
        byte[] whole = Files.readAllBytes(folder.resolve("store.p12"));
        Path cut = Files.write(folder.resolve("cut.p12"), Arrays.copyOf(whole, whole.length - 10));
        assertRefused(type, cut, PASSWORD, cut + " is not a PKCS#12 file.");
    }

    private void export(String password, String options, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("pkcs12", "-export", "-out", "store.p12", "-passout", "pass:" + password));
        all.addAll(List.of(arguments));
        if (!options.isEmpty()) {
            all.addAll(List.of(options.split(" ")));
        }
        openssl(folder, all.toArray(String[]::new));
    }

    private X509CertificateHolder bouncyCertificate(String file) throws Exception {
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(folder.resolve(file)))) {
            return (X509CertificateHolder) parser.readObject();
        }
    }

    private List<String> thumbprints(String... names) throws Exception {
        List<String> thumbprints = new ArrayList<>();
        for (String name : names) {
            thumbprints.add(thumbprint(folder, name + ".pem"));
        }
        return thumbprints;
    }
}
