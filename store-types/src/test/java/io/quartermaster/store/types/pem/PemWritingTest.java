package io.quartermaster.store.types.pem;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.certificate;
import static io.quartermaster.store.types.Tools.joined;
import static io.quartermaster.store.types.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.Material;
import io.quartermaster.store.types.Tools;
import io.quartermaster.store.types.Writing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemWritingTest {
    @TempDir
    Path made;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void path() {
        file = folder.resolve("store.pem");
    }

    @Test
    void aStoreIsMadeEmptyForItsOwnerOnlyAndMakingItAgainChangesNothing() throws Exception {
        store("").create();
        assertThat(file).isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        PemStoreType type = new PemStoreType();
        assertThat(type.create(store("").location(), store("").secrets()).changed())
                .isFalse();
    }

    @Test
    void aStoreWithEntriesIsNotMadeAnew() throws Exception {
        store("").add(Material.issued(made, "leaf").creating("", null));
        PemStoreType type = new PemStoreType();
        assertThatThrownBy(() -> type.create(store("").location(), store("").secrets()))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " is there already, with 3 entries.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PASSWORD})
    void opensslReadsCertificateChainAndKeyThatWeAdded(String password) throws Exception {
        Material leaf = Material.issued(made, "leaf");
        Writing store = store(password).create().add(leaf.withKey("", false));
        assertThat(store.keyFlags())
                .containsExactly(
                        leaf.thumbprint() + " true",
                        leaf.issuers().get(0).thumbprint() + " false",
                        leaf.issuers().get(1).thumbprint() + " false");
        assertThat(Tools.thumbprint(folder, "store.pem")).isEqualTo(leaf.thumbprint());
        assertThat(opensslPublicKeyOfKey(file, password)).isEqualTo(opensslPublicKeyOfCertificate(file));
        assertThat(openssl(made, "verify", "-CAfile", "root.pem", "-untrusted", file.toString(), file.toString()))
                .contains("OK");
        assertThat(Files.readString(file).contains("ENCRYPTED")).isEqualTo(!password.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PASSWORD})
    void aKeyInAFileOfItsOwnIsReplacedTogetherWithItsCertificate(String password) throws Exception {
        Path key = folder.resolve("store.key");
        Writing store = new Writing(
                new PemStoreType(),
                file,
                password,
                Map.of("separatePrivateKey", "true", "privateKeyPath", key.toString()));
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        store.create().add(first.withKey("", false));
        assertThat(Files.readString(file)).doesNotContain("PRIVATE KEY");
        assertThat(opensslPublicKeyOfKey(key, password)).isEqualTo(opensslPublicKeyOfCertificate(file));

        store.add(second.withKey(first.thumbprint(), true));
        assertThat(store.keyFlags()).hasSize(3).contains(second.thumbprint() + " true");
        assertThat(opensslPublicKeyOfKey(key, password)).isEqualTo(opensslPublicKeyOfCertificate(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");

        store.remove(second.thumbprint());
        assertThat(key).isEmptyFile();
        assertThat(store.keyFlags()).hasSize(2).noneMatch(line -> line.endsWith("true"));
    }

    @Test
    void theSameOnceMoreChangesNothing() throws Exception {
        Material leaf = Material.issued(made, "leaf");
        store("").add(leaf.creating("", null)).addNothing(leaf.withKey("", false));
    }

    @Test
    void anotherCertificateWithKeyIsRefusedUnlessItMayOverwrite() throws Exception {
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        Writing store = store("").add(first.creating("", null));
        store.assertRefused(
                second.withKey("", false),
                file + " has a certificate with a private key already (" + first.thumbprint()
                        + "), and the job does not say to overwrite it.");
        store.add(second.withKey("", true));
        assertThat(store.keyFlags()).hasSize(3).contains(second.thumbprint() + " true");
        assertThat(opensslPublicKeyOfKey(file, "")).isEqualTo(opensslPublicKeyOfCertificate(file));
    }

    @Test
    void commentsAndOtherCertificatesOfABundleStayAsTheyAre() throws Exception {
        certificate(made, "one");
        certificate(made, "two");
        String text = "# our own roots\n\n# one\n" + Files.readString(made.resolve("one.pem")) + "\n# two\n"
                + Files.readString(made.resolve("two.pem"));
        Files.writeString(file, text);
        Material added = Material.selfSigned(made, "added");
        Writing store = store("").add(added.alone("", false));
        assertThat(Files.readString(file)).startsWith(text);
        assertThat(openssl(folder, "storeutl", "-noout", "-certs", "store.pem")).contains("Total found: 3");
        store.remove(Tools.thumbprint(made, "one.pem"));
        assertThat(Files.readString(file))
                .startsWith("# our own roots\n\n\n# two\n")
                .doesNotContain("# one");
        store.remove(added.thumbprint().toUpperCase(java.util.Locale.ROOT));
        assertThat(store.keyFlags()).containsExactly(Tools.thumbprint(made, "two.pem") + " false");
    }

    @Test
    void aFileWithoutALastLineEndIsContinuedOnALineOfItsOwn() throws Exception {
        certificate(made, "one");
        Files.writeString(file, Files.readString(made.resolve("one.pem")).stripTrailing());
        store("").add(Material.selfSigned(made, "added").alone("", false));
        assertThat(openssl(folder, "storeutl", "-noout", "-certs", "store.pem")).contains("Total found: 2");
    }

    @Test
    void whatIsNotThereIsRemovedWithoutAChange() throws Exception {
        Writing store = store("").create();
        PemStoreType type = new PemStoreType();
        assertThat(type.remove(store.location(), store.secrets(), new io.quartermaster.store.spi.Removal("ab12"))
                        .changed())
                .isFalse();
    }

    @Test
    void aKeyThatThePasswordDoesNotOpenIsNotThrownAway() throws Exception {
        Material first = Material.issued(made, "first");
        store(PASSWORD).add(first.creating("", null));
        int line = Files.readAllLines(file).indexOf("-----BEGIN ENCRYPTED PRIVATE KEY-----") + 1;
        store("wrong")
                .assertRefused(
                        Material.issued(made, "second").withKey("", true),
                        "The private key in " + file + ", line " + line + ", is not opened by the store's password.");
        store("")
                .assertRefused(
                        Material.issued(made, "third").withKey("", true),
                        "The private key in " + file + ", line " + line
                                + ", cannot be read without the store's password.");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        store("").create();
        store("")
                .assertRefused(
                        new Material(first.certificates(), second.pkcs8()).withKey("", true),
                        "The private key does not belong to the certificate that came with it.");
    }

    @Test
    void aStoreThatIsNotThereIsRefused() throws Exception {
        store("").assertRefused(Material.issued(made, "leaf").withKey("", false), "There is no file " + file + ".");
    }

    @Test
    void aTrustStoreTakesNoKeyAndTheChainIsLeftOutOnRequest() throws Exception {
        Material leaf = Material.issued(made, "leaf");
        Files.createFile(file);
        new Writing(new PemStoreType(), file, "", Map.of("IsTrustStore", "true"))
                .assertRefused(
                        leaf.withKey("", false),
                        file + " holds trusted certificates only (property IsTrustStore); it takes no private key.");
        Writing store = new Writing(new PemStoreType(), file, "", Map.of("IncludesChain", "False"));
        assertThat(store.add(leaf.withKey("", false)).keyFlags()).containsExactly(leaf.thumbprint() + " true");
    }

    @Test
    void oneOfSeveralKeysIsReplacedByNameOnly() throws Exception {
        certificate(made, "one");
        certificate(made, "two");
        Files.copy(joined(made, "all.pem", "one.pem", "one.key", "two.pem", "two.key"), file);
        String one = Tools.thumbprint(made, "one.pem");
        String two = Tools.thumbprint(made, "two.pem");
        Material added = Material.selfSigned(made, "added");
        store("")
                .assertRefused(
                        added.withKey("", true),
                        file + " has 2 certificates with private keys; the alias has to name the one to replace by its"
                                + " thumbprint.");
        assertThat(store("").add(added.withKey(two, true)).keyFlags())
                .containsExactly(one + " true", added.thumbprint() + " true");
        assertThat(openssl(folder, "storeutl", "-noout", "-keys", "store.pem")).contains("Total found: 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void postQuantumKeysAreAddedAndNamedByTheirAlgorithm(String algorithm) throws Exception {
        Material leaf = Material.postQuantum(made, "pq", algorithm);
        Writing store = store(PASSWORD).add(leaf.creating("", null));
        assertThat(store.keyFlags()).containsExactly(leaf.thumbprint() + " true");
        assertThat(store.inventory().entries().getFirst().parameters()).containsEntry("KeyAlgorithm", algorithm);
        new Writing(new PemStoreType(), folder.resolve("trusted.pem"), "")
                .create()
                .add(leaf.alone("", false));
        assertThat(Tools.keytool(folder, "-printcert", "-file", "trusted.pem")).contains(algorithm);
    }

    private Writing store(String password) {
        return new Writing(new PemStoreType(), file, password);
    }

    private String opensslPublicKeyOfKey(Path key, String password) throws Exception {
        return openssl(folder, "pkey", "-in", key.toString(), "-passin", "pass:" + password, "-pubout");
    }

    private String opensslPublicKeyOfCertificate(Path certificate) throws Exception {
        return openssl(folder, "x509", "-in", certificate.toString(), "-noout", "-pubkey");
    }
}
