package io.quartermaster.store.types.pem;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.assertRefused;
import static io.quartermaster.store.types.Tools.certificate;
import static io.quartermaster.store.types.Tools.certificates;
import static io.quartermaster.store.types.Tools.issued;
import static io.quartermaster.store.types.Tools.joined;
import static io.quartermaster.store.types.Tools.keytool;
import static io.quartermaster.store.types.Tools.openssl;
import static io.quartermaster.store.types.Tools.read;
import static io.quartermaster.store.types.Tools.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.file.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemStoreTypeTest {
    private static final Path CA_BUNDLE = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private final PemStoreType type = new PemStoreType();

    @TempDir
    Path folder;

    @Test
    void theCaBundleOfThisMachineHasWhatOpensslAndTheJdkFindInIt() throws Exception {
        assumeTrue(Files.exists(CA_BUNDLE), "needs " + CA_BUNDLE);
        Set<String> jdk = new LinkedHashSet<>();
        for (Certificate certificate : certificates(Files.readAllBytes(CA_BUNDLE))) {
            jdk.add(new EncodedCertificate(certificate.getEncoded()).thumbprint());
        }
        List<InventoryEntry> entries = read(type, CA_BUNDLE, "").entries();
        assertThat(entries).extracting(InventoryEntry::alias).containsExactlyElementsOf(jdk);
        assertThat(entries).noneMatch(InventoryEntry::privateKeyEntry);
        assertThat(openssl(folder, "storeutl", "-noout", "-certs", CA_BUNDLE.toString()))
                .contains("Total found: " + entries.size());
    }

    @Test
    void aCertificateIsNamedByItsThumbprintAsOpensslPrintsIt() throws Exception {
        certificate(folder, "leaf");
        assertThat(read(type, folder.resolve("leaf.pem"), "").entries())
                .containsExactly(Entry.of(thumbprint(folder, "leaf.pem"), List.of(encoded("leaf.pem")), false));
    }

    @Test
    void everyCertificateOfABundleIsAnEntryAndTheKeyBelongsToItsOwnWhereverItStands() throws Exception {
        certificate(folder, "root");
        issued(folder, "leaf", "root");
        Path store = joined(folder, "store.pem", "root.pem", "leaf.key", "leaf.pem");
        assertThat(keyFlags(store, ""))
                .containsExactly(thumbprint(folder, "root.pem") + " false", thumbprint(folder, "leaf.pem") + " true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519", "ed448"})
    void theKeyIsRecognisedWhateverItsKind(String kind) throws Exception {
        certificate(folder, "other");
        List<String> arguments = new ArrayList<>(List.of("-newkey"));
        arguments.addAll(List.of(kind.split(" ")));
        certificate(folder, "own", arguments.toArray(String[]::new));
        Path store = joined(folder, "store.pem", "other.pem", "own.pem", "own.key");
        assertThat(keyFlags(store, ""))
                .containsExactly(thumbprint(folder, "other.pem") + " false", thumbprint(folder, "own.pem") + " true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void aKeyInTheOldFormatIsRecognisedToo(String kind) throws Exception {
        certificate(folder, "other");
        certificate(folder, "own", kind.equals("rsa") ? new String[] {"-newkey", "rsa:2048"} : new String[0]);
        openssl(folder, kind, "-in", "own.key", "-out", "old.key", kind.equals("rsa") ? "-traditional" : "-text");
        assertThat(folder.resolve("old.key"))
                .content()
                .contains("BEGIN " + (kind.equals("rsa") ? "RSA" : "EC") + " PRIVATE KEY");
        Path store = joined(folder, "store.pem", "other.pem", "own.pem", "old.key");
        assertThat(keyFlags(store, ""))
                .containsExactly(thumbprint(folder, "other.pem") + " false", thumbprint(folder, "own.pem") + " true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs8", "traditional"})
    void theStorePasswordOpensAnEncryptedKeyAndWithoutItTheFirstCertificateGetsTheKey(String format) throws Exception {
        certificate(folder, "first");
        certificate(folder, "own", "-newkey", "rsa:2048");
        if (format.equals("pkcs8")) {
            openssl(folder, "pkcs8", "-topk8", "-in", "own.key", "-passout", "pass:" + PASSWORD, "-out", "closed.key");
        } else {
            openssl(
                    folder,
                    "rsa",
                    "-in",
                    "own.key",
                    "-traditional",
                    "-aes128",
                    "-passout",
                    "pass:" + PASSWORD,
                    "-out",
                    "closed.key");
        }
        Path store = joined(folder, "store.pem", "first.pem", "own.pem", "closed.key");
        String first = thumbprint(folder, "first.pem");
        String own = thumbprint(folder, "own.pem");
        assertThat(keyFlags(store, PASSWORD)).containsExactly(first + " false", own + " true");
        assertThat(keyFlags(store, "")).containsExactly(first + " true", own + " false");
        assertThat(keyFlags(store, "wrong")).containsExactly(first + " true", own + " false");
    }

    @Test
    void aKeyOfNoCertificateInTheFileMarksNone() throws Exception {
        certificate(folder, "stranger");
        certificate(folder, "own");
        Path store = joined(folder, "store.pem", "own.pem", "stranger.key");
        assertThat(keyFlags(store, "")).containsExactly(thumbprint(folder, "own.pem") + " false");
    }

    @Test
    void postQuantumCertificatesAndTheirKeysAreEntriesLikeOthers() throws Exception {
        certificate(folder, "other");
        keytool(
                folder,
                "-genkeypair",
                "-keyalg",
                "ML-DSA-65",
                "-alias",
                "pq",
                "-dname",
                "CN=pq",
                "-keystore",
                "pq.p12",
                "-storepass",
                PASSWORD);
        KeyStore keyStore = KeyStore.getInstance(folder.resolve("pq.p12").toFile(), PASSWORD.toCharArray());
        Certificate certificate = keyStore.getCertificate("pq");
        Key key = keyStore.getKey("pq", PASSWORD.toCharArray());
        Files.writeString(folder.resolve("pq.pem"), pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(folder.resolve("pq.key"), pem("PRIVATE KEY", key.getEncoded()));
        Path store = joined(folder, "store.pem", "other.pem", "pq.pem", "pq.key");
        assertThat(keyFlags(store, ""))
                .containsExactly(
                        thumbprint(folder, "other.pem") + " false",
                        new EncodedCertificate(certificate.getEncoded()).thumbprint() + " true");
    }

    @Test
    void theSameCertificateTwiceIsOneEntry() throws Exception {
        certificate(folder, "one");
        certificate(folder, "two");
        Path store = joined(folder, "store.pem", "one.pem", "two.pem", "one.pem");
        assertThat(keyFlags(store, ""))
                .containsExactly(thumbprint(folder, "one.pem") + " false", thumbprint(folder, "two.pem") + " false");
    }

    @Test
    void commentsOtherBlocksAndWindowsLineEndsDoNotMatter() throws Exception {
        certificate(folder, "leaf");
        openssl(folder, "ecparam", "-name", "prime256v1", "-out", "parameters.pem");
        openssl(folder, "x509", "-in", "leaf.pem", "-text", "-out", "text.pem");
        String text =
                Files.readString(joined(folder, "all.pem", "parameters.pem", "text.pem"), StandardCharsets.ISO_8859_1);
        Path store = Files.writeString(
                folder.resolve("store.pem"),
                "\u00ef\u00bb\u00bf# M\u00fcller\n" + text.replace("\n", " \r\n"),
                StandardCharsets.ISO_8859_1);
        assertThat(keyFlags(store, "")).containsExactly(thumbprint(folder, "leaf.pem") + " false");
    }

    @Test
    void opensslsTrustSettingsAreCutOff() throws Exception {
        certificate(folder, "leaf");
        openssl(folder, "x509", "-in", "leaf.pem", "-addtrust", "serverAuth", "-trustout", "-out", "trusted.pem");
        assertThat(folder.resolve("trusted.pem")).content().contains("BEGIN TRUSTED CERTIFICATE");
        assertThat(keyFlags(folder.resolve("trusted.pem"), ""))
                .containsExactly(thumbprint(folder, "leaf.pem") + " false");
    }

    @Test
    void anEmptyFileIsAnEmptyStore() throws Exception {
        assertThat(read(type, Files.createFile(folder.resolve("empty.pem")), "").entries())
                .isEmpty();
    }

    @Test
    void textWithoutABlockIsNoPemFile() throws Exception {
        Path file = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        assertRefused(type, file, "", file + " is not a PEM file: it has no line that begins with -----BEGIN.");
    }

    @Test
    void aDerFileIsNoPemFile() throws Exception {
        certificate(folder, "leaf");
        openssl(folder, "x509", "-in", "leaf.pem", "-outform", "DER", "-out", "leaf.der");
        Path file = folder.resolve("leaf.der");
        assertRefused(type, file, "", file + " is not a PEM file: it has no line that begins with -----BEGIN.");
    }

    @Test
    void aBlockThatIsCutOffRefusesTheWholeFileSoThatNothingSeemsRemoved() throws Exception {
        certificate(folder, "leaf");
        String block = Files.readString(folder.resolve("leaf.pem"));
        Path file = Files.writeString(folder.resolve("cut.pem"), block + block.substring(0, block.length() / 2));
        int line = (int) block.lines().count() + 1;
        assertRefused(type, file, "", file + ", line " + line + ": the block that begins here has no end.");
    }

    @Test
    void eachDefectIsReportedWithItsLine() throws Exception {
        String begin = "-----BEGIN CERTIFICATE-----\n";
        String end = "-----END CERTIFICATE-----\n";
        defect("\n" + begin + "%%%%\n" + end, 2, "the block that begins here is not base64");
        defect(begin + "AAAA\n" + end, 1, "the block that begins here is not an X.509 certificate");
        defect(begin + end, 1, "the block that begins here is not an X.509 certificate");
        defect(begin + begin, 2, "a block begins before the one of line 1 has ended");
        defect(begin + "-----END X-----\n", 2, "this is not the end of the block of line 1");
        defect(
                begin + "A".repeat(PemParser.BLOCK_LINE_LENGTH_MAX + 1) + "\n" + end,
                2,
                "a line in a block is longer than " + PemParser.BLOCK_LINE_LENGTH_MAX + " characters");
        defect(
                "-----BEGIN X-----\n-----END X-----\n".repeat(StoreFile.ENTRIES_MAX + 1),
                2 * StoreFile.ENTRIES_MAX + 1,
                "there are more than " + StoreFile.ENTRIES_MAX + " blocks");
    }

    @Test
    void dataBehindACertificateInItsBlockIsRefused() throws Exception {
        certificate(folder, "leaf");
        byte[] der = encoded("leaf.pem").der();
        byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
        defect(pem("CERTIFICATE", longer), 1, "the block that begins here is not an X.509 certificate");
    }

    private void defect(String content, int line, String what) throws Exception {
        Path file = Files.writeString(folder.resolve("defect.pem"), content);
        assertRefused(type, file, "", file + ", line " + line + ": " + what + ".");
    }

    private EncodedCertificate encoded(String file) throws Exception {
        return new EncodedCertificate(certificates(Files.readAllBytes(folder.resolve(file)))
                .getFirst()
                .getEncoded());
    }

    private List<String> keyFlags(Path store, String password) throws StoreException {
        return read(type, store, password).entries().stream()
                .map(entry -> entry.alias() + " " + entry.privateKeyEntry())
                .toList();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
