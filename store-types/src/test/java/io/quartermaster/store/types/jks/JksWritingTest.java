package io.quartermaster.store.types.jks;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.keytool;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.Material;
import io.quartermaster.store.types.Writing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JksWritingTest {
    @TempDir
    Path made;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void path() {
        file = folder.resolve("store.jks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void keytoolReadsWhatWeMadeAddedReplacedAndRemoved(String format) throws Exception {
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        Material root = Material.selfSigned(made, "anchor");
        Writing store = store(format, PASSWORD).create();
        assertThat(keytoolList(format)).contains("contains 0 entries");
        store.add(first.withKey("Web", false)).add(root.alone("anchor", false));
        assertThat(keytoolList(format)).contains("web, ", "PrivateKeyEntry", "anchor, ", "trustedCertEntry");
        assertHasKey(format, first, "web", PASSWORD, PASSWORD);
        store.addNothing(first.withKey("web", false));
        store.assertRefused(
                second.withKey("WEB", false),
                file + " has an entry web already, and the job does not say to overwrite it.");
        store.add(second.withKey("WEB", true));
        assertHasKey(format, second, "web", PASSWORD, PASSWORD);
        assertThat(store.keyFlags()).containsExactlyInAnyOrder("web true", "anchor false");
        store.remove("web");
        assertThat(keytoolList(format)).contains("contains 1 entry").doesNotContain("web, ");
        assertThat(Files.readAllBytes(file)[0])
                .isEqualTo((byte) (format.equals("JKS") ? 0xFE : format.equals("JCEKS") ? 0xCE : 0x30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void aStoreThatKeytoolMadeKeepsItsFormatAndItsOtherEntries(String format) throws Exception {
        keytool(
                folder,
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                "theirs",
                "-dname",
                "CN=theirs",
                "-storetype",
                format,
                "-keystore",
                "store.jks",
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD);
        byte first = Files.readAllBytes(file)[0];
        KeyStore before = load(format, PASSWORD);
        Key theirs = before.getKey("theirs", PASSWORD.toCharArray());
        store("", PASSWORD).add(Material.issued(made, "ours").withKey("ours", false));
        assertThat(Files.readAllBytes(file)[0]).isEqualTo(first);
        assertThat(load(format, PASSWORD).getKey("theirs", PASSWORD.toCharArray()))
                .isEqualTo(theirs);
        assertThat(keytoolList(format)).contains("contains 2 entries");
    }

    @Test
    void anEntryMayHaveAPasswordOfItsOwn() throws Exception {
        Material leaf = Material.issued(made, "leaf");
        store("JKS", PASSWORD).add(leaf.creating("web", "another"));
        assertHasKey("JKS", leaf, "web", PASSWORD, "another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void aWrongPasswordIsNamedAndNothingChanges(String format) throws Exception {
        store(format, PASSWORD).add(Material.issued(made, "leaf").creating("a", null));
        store(format, "wrong")
                .assertRefused(
                        Material.issued(made, "second").withKey("b", false),
                        "The password of " + file + " is wrong, or the file was changed.");
    }

    @Test
    void withoutAPasswordNothingIsWritten() throws Exception {
        store("JKS", PASSWORD).create();
        store("JKS", "")
                .assertRefused(
                        Material.issued(made, "leaf").withKey("a", false), file + " needs a password to be changed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS", "PKCS12"})
    void postQuantumKeysAreAddedAndNamedByTheirAlgorithm(String format) throws Exception {
        Material leaf = Material.postQuantum(made, "pq", "ML-DSA-65");
        Writing store = store(format, PASSWORD).add(leaf.creating("pq", null));
        assertThat(store.inventory().entries().getFirst().parameters()).containsEntry("KeyAlgorithm", "ML-DSA-65");
        assertHasKey(format, leaf, "pq", PASSWORD, PASSWORD);
        assertThat(keytool(folder, "-list", "-v", "-keystore", "store.jks", "-storepass", PASSWORD))
                .contains("ML-DSA-65");
    }

    private Writing store(String format, String password) {
        Map<String, String> properties = format.isEmpty() ? Map.of() : Map.of("Format", format);
        return new Writing(new JksStoreType(), file, password, properties);
    }

    private KeyStore load(String format, String password) throws Exception {
        KeyStore read = KeyStore.getInstance(format);
        try (var in = Files.newInputStream(file)) {
            read.load(in, password.toCharArray());
        }
        return read;
    }

    private void assertHasKey(String format, Material wanted, String alias, String password, String keyPassword)
            throws Exception {
        KeyStore read = load(format, password);
        Key key = read.getKey(alias, keyPassword.toCharArray());
        assertThat(read.getCertificateChain(alias))
                .hasSize(wanted.certificates().size());
        assertThat(read.getCertificate(alias).getEncoded())
                .isEqualTo(wanted.own().der());
        assertThat(KeyPairs.fit(PrivateKeyInfo.getInstance(key.getEncoded()), KeyPairs.publicKey(wanted.own())))
                .isTrue();
    }

    private String keytoolList(String format) throws Exception {
        return keytool(folder, "-list", "-storetype", format, "-keystore", "store.jks", "-storepass", PASSWORD);
    }
}
