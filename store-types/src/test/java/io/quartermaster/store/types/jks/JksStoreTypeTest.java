package io.quartermaster.store.types.jks;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.assertRefused;
import static io.quartermaster.store.types.Tools.certificate;
import static io.quartermaster.store.types.Tools.keytool;
import static io.quartermaster.store.types.Tools.lines;
import static io.quartermaster.store.types.Tools.read;
import static io.quartermaster.store.types.Tools.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JksStoreTypeTest {
    private final JksStoreType type = new JksStoreType();

    @TempDir
    Path folder;

    @Test
    void theTruststoreOfThisJdkHasAsManyEntriesAsKeytoolSays() throws Exception {
        Path cacerts = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        List<InventoryEntry> entries = read(type, cacerts, "changeit").entries();
        assertThat(entries).isNotEmpty().noneMatch(InventoryEntry::privateKeyEntry);
        assertThat(keytool(folder, "-list", "-keystore", cacerts.toString(), "-storepass", "changeit"))
                .contains("contains " + entries.size() + " entries");
        KeyStore keyStore = KeyStore.getInstance(cacerts.toFile(), "changeit".toCharArray());
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.certificates())
                        .containsExactly(new EncodedCertificate(
                                keyStore.getCertificate(entry.alias()).getEncoded())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void whatKeytoolPutIntoAStoreIsWhatIsReadFromIt(String format) throws Exception {
        certificate(folder, "trusted");
        store(format, "store.jks");
        keytool(
                folder,
                "-importcert",
                "-noprompt",
                "-alias",
                "Trusted One",
                "-file",
                "trusted.pem",
                "-keystore",
                "store.jks",
                "-storepass",
                PASSWORD);
        KeyStore keyStore = KeyStore.getInstance(folder.resolve("store.jks").toFile(), PASSWORD.toCharArray());
        Certificate[] chain = keyStore.getCertificateChain("leaf");
        assertThat(chain).hasSize(2);
        assertThat(lines(read(type, folder.resolve("store.jks"), PASSWORD)))
                .containsExactlyInAnyOrder(
                        "root key=true " + thumbprints(keyStore.getCertificateChain("root")),
                        "leaf key=true " + thumbprints(chain),
                        "trusted one key=false [" + thumbprint(folder, "trusted.pem") + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void aWrongPasswordIsSaidToBeWrong(String format) throws Exception {
        store(format, "store.jks");
        Path file = folder.resolve("store.jks");
        assertRefused(type, file, "wrong", "The password of " + file + " is wrong, or the file was changed.");
    }

    @Test
    void withoutAPasswordTheCertificatesOfAJksStoreCanBeReadAndThoseOfPkcs12Not() throws Exception {
        store("JKS", "old.jks");
        assertThat(lines(read(type, folder.resolve("old.jks"), "")))
                .isEqualTo(lines(read(type, folder.resolve("old.jks"), PASSWORD)));
        store("PKCS12", "new.jks");
        assertRefused(type, folder.resolve("new.jks"), "", folder.resolve("new.jks") + " needs a password.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JCEKS", "PKCS12"})
    void aSecretKeyIsNoEntry(String format) throws Exception {
        keytool(
                folder,
                "-genseckey",
                "-keyalg",
                "AES",
                "-keysize",
                "256",
                "-alias",
                "aes",
                "-storetype",
                format,
                "-keystore",
                "store.jks",
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD);
        assertThat(read(type, folder.resolve("store.jks"), PASSWORD).entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void postQuantumKeysAreEntriesLikeOthers(String format) throws Exception {
        keytool(
                folder,
                "-genkeypair",
                "-keyalg",
                "ML-DSA-44",
                "-alias",
                "pq",
                "-dname",
                "CN=pq",
                "-storetype",
                format,
                "-keystore",
                "pq.jks",
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD);
        assertThat(read(type, folder.resolve("pq.jks"), PASSWORD).entries())
                .singleElement()
                .matches(InventoryEntry::privateKeyEntry);
    }

    @Test
    void aStoreThatIsCutOffIsDamaged() throws Exception {
        store("JKS", "store.jks");
        byte[] whole = Files.readAllBytes(folder.resolve("store.jks"));
        Path file = Files.write(folder.resolve("cut.jks"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(type, file, PASSWORD, file + " is a damaged JKS keystore.");
    }

    @Test
    void anythingElseIsNoJavaKeystore() throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "hello");
        assertRefused(type, file, PASSWORD, file + " is not a Java keystore.");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertRefused(type, empty, PASSWORD, empty + " is not a Java keystore.");
    }

    /** Two keys, {@code leaf} with a chain of two. */
    private void store(String format, String file) throws Exception {
        String[] store = {"-storetype", format, "-keystore", file, "-storepass", PASSWORD, "-keypass", PASSWORD};
        keytool(
                folder,
                join(store, "-genkeypair", "-keyalg", "EC", "-alias", "root", "-dname", "CN=root", "-ext", "bc:c"));
        keytool(
                folder,
                join(
                        store,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "Leaf",
                        "-dname",
                        "CN=leaf",
                        "-signer",
                        "root",
                        "-signerkeypass",
                        PASSWORD));
    }

    private static String[] join(String[] store, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + store.length);
        System.arraycopy(store, 0, all, arguments.length, store.length);
        return all;
    }

    private static List<String> thumbprints(Certificate[] chain) throws Exception {
        List<String> thumbprints = new java.util.ArrayList<>();
        for (Certificate certificate : chain) {
            thumbprints.add(new EncodedCertificate(certificate.getEncoded()).thumbprint());
        }
        return thumbprints;
    }
}
