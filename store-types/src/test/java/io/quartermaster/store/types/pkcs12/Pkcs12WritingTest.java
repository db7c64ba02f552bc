package io.quartermaster.store.types.pkcs12;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.keytool;
import static io.quartermaster.store.types.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.Material;
import io.quartermaster.store.types.Writing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs12WritingTest {
    @TempDir
    Path made;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void path() {
        file = folder.resolve("store.p12");
    }

    @Test
    void keytoolAndOpensslReadTheKeyAndChainThatWeAdded() throws Exception {
        Material leaf = Material.issued(made, "leaf");
        Writing store = store(PASSWORD).create().add(leaf.withKey("Web", false));
        assertThat(store.lines())
                .containsExactly("web key=true "
                        + leaf.certificates().stream().map(c -> c.thumbprint()).toList());
        assertJavaHasKey(leaf, "web", PASSWORD, 3);
        assertThat(keytoolList(PASSWORD)).contains("web, ").contains("PrivateKeyEntry");
        assertThat(opensslInfo(PASSWORD))
                .contains("AES-256-CBC", "hmacWithSHA256", "MAC: sha256, Iteration 100000")
                .containsIgnoringCase("friendlyName: web")
                .contains("CN = leaf", "CN = issuing", "CN = root");
        assertThat(openssl(folder, "pkcs12", "-in", "store.p12", "-passin", "pass:" + PASSWORD, "-nokeys", "-clcerts"))
                .contains("CN = leaf")
                .doesNotContain("subject=CN = root");
    }

    @Test
    void aTrustedCertificateIsShownByKeytool() throws Exception {
        Material root = Material.selfSigned(made, "root1");
        store(PASSWORD).create().add(root.alone("my-root", false)).addNothing(root.alone("My-Root", false));
        assertThat(keytoolList(PASSWORD)).contains("my-root, ").contains("trustedCertEntry");
        assertThat(opensslInfo(PASSWORD)).contains("CN = root1");
    }

    @Test
    void anEntryIsReplacedOnlyWithPermissionAndTheOthersStay() throws Exception {
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        Material third = Material.issued(made, "third");
        Writing store = store(PASSWORD).add(first.creating("a", null)).add(second.withKey("b", false));
        store.assertRefused(
                third.withKey("A", false), file + " has an entry a already, and the job does not say to overwrite it.");
        store.add(third.withKey("A", true));
        assertJavaHasKey(third, "a", PASSWORD, 3);
        assertJavaHasKey(second, "b", PASSWORD, 3);
        assertThat(opensslInfo(PASSWORD)).doesNotContain("CN = first").contains("CN = second", "CN = third");
    }

    @Test
    void withAKeyGoItsCertificatesThatNobodyElseNeeds() throws Exception {
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        Writing store = store(PASSWORD).add(first.creating("a", null)).add(second.withKey("b", false));
        store.remove("a");
        assertThat(store.lines())
                .containsExactly("b key=true "
                        + second.certificates().stream()
                                .map(c -> c.thumbprint())
                                .toList());
        assertJavaHasKey(second, "b", PASSWORD, 3);
        store.remove("B");
        assertThat(store.lines()).isEmpty();
        assertThat(keytoolList(PASSWORD)).contains("contains 0 entries");
        assertThat(opensslInfo(PASSWORD)).doesNotContain("CN = ");
    }

    @Test
    void aStoreByOpensslWithOldCiphersIsKeptReadableAndComesOutModern() throws Exception {
        Material old = Material.issued(made, "old");
        openssl(
                made,
                "pkcs12",
                "-export",
                "-legacy",
                "-descert",
                "-inkey",
                "old.key",
                "-in",
                "old.pem",
                "-certfile",
                "issuing.pem",
                "-name",
                "old",
                "-out",
                file.toString(),
                "-passout",
                "pass:" + PASSWORD);
        Material added = Material.issued(made, "added");
        Writing store = store(PASSWORD).add(added.withKey("added", false));
        assertJavaHasKey(old, "old", PASSWORD, 3);
        assertJavaHasKey(added, "added", PASSWORD, 3);
        assertThat(opensslInfo(PASSWORD)).contains("AES-256-CBC", "pbeWithSHA1And3-KeyTripleDES-CBC");
        assertThat(store.keyFlags()).containsExactlyInAnyOrder("old true", "added true");
    }

    @Test
    void oldCiphersAreWrittenWhereTheStoreAsksForThem() throws Exception {
        Material leaf = Material.issued(made, "leaf");
        new Writing(new Pkcs12StoreType(), file, PASSWORD, Map.of("LegacyCiphers", "true"))
                .add(leaf.creating("web", null));
        assertJavaHasKey(leaf, "web", PASSWORD, 3);
        assertThat(opensslInfo(PASSWORD))
                .contains("MAC: sha1, Iteration 10000", "pbeWithSHA1And3-KeyTripleDES-CBC")
                .doesNotContain("AES");
    }

    @Test
    void aStoreWithoutPasswordStaysWithoutAsLongAsItHasNoKey() throws Exception {
        Material root = Material.selfSigned(made, "root1");
        Writing store = store("").create().add(root.alone("r", false));
        KeyStore open = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            open.load(in, null);
        }
        assertThat(open.getCertificate("r").getEncoded()).isEqualTo(root.own().der());
        assertThat(store.keyFlags()).containsExactly("r false");
    }

    @Test
    void aKeyInAStoreWithTheEmptyPasswordIsReadByOpensslAndJava() throws Exception {
        Material leaf = Material.issued(made, "leaf");
        Writing store = store("").add(leaf.creating("web", null));
        assertThat(store.keyFlags()).containsExactly("web true");
        assertThat(openssl(folder, "pkcs12", "-in", "store.p12", "-passin", "pass:", "-nodes"))
                .contains("CN = leaf", "BEGIN PRIVATE KEY");
        assertJavaHasKey(leaf, "web", "", 3);
    }

    @Test
    void aWrongPasswordIsNamedAndNothingChanges() throws Exception {
        store(PASSWORD).add(Material.issued(made, "first").creating("a", null));
        store("wrong")
                .assertRefused(
                        Material.issued(made, "second").withKey("b", false),
                        "The password of " + file + " is wrong, or the file was changed.");
    }

    @Test
    void anEntryCannotHaveAPasswordOfItsOwn() throws Exception {
        store(PASSWORD).create();
        store(PASSWORD)
                .assertRefused(
                        Material.issued(made, "leaf").creating("a", "another"),
                        "The entries of a PKCS#12 file have the password of the file: " + file
                                + " takes no entry with one of its own.");
    }

    @Test
    void secretsOfOtherProgramsStay() throws Exception {
        keytool(
                folder,
                "-genseckey -keyalg AES -keysize 256 -alias s -storetype PKCS12 -keystore store.p12 -storepass password"
                        .split(" "));
        store("password").add(Material.issued(made, "leaf").withKey("web", false));
        KeyStore read = KeyStore.getInstance(file.toFile(), "password".toCharArray());
        assertThat(read.getKey("s", "password".toCharArray()).getEncoded()).hasSize(32);
        assertThat(read.isKeyEntry("web")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void postQuantumKeysAreAddedAndNamedByTheirAlgorithm(String algorithm) throws Exception {
        Material leaf = Material.postQuantum(made, "pq", algorithm);
        Writing store = store("password").add(leaf.creating("pq", null));
        assertThat(store.inventory().entries().getFirst().parameters()).containsEntry("KeyAlgorithm", algorithm);
        assertJavaHasKey(leaf, "pq", "password", 1);
        assertThat(keytool(folder, "-list", "-v", "-keystore", "store.p12", "-storepass", "password"))
                .contains(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519"})
    void keysOfAllKindsAreAdded(String kind) throws Exception {
        String[] arguments = ("-newkey " + kind).split(" ");
        Material leaf = Material.selfSigned(made, "leaf", arguments);
        store(PASSWORD).add(leaf.creating("x", null));
        assertJavaHasKey(leaf, "x", PASSWORD, 1);
        assertThat(opensslInfo(PASSWORD)).contains("CN = leaf");
    }

    private Writing store(String password) {
        return new Writing(new Pkcs12StoreType(), file, password);
    }

    private void assertJavaHasKey(Material wanted, String alias, String password, int chainLength) throws Exception {
        KeyStore read = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            read.load(in, password.toCharArray());
        }
        Key key = read.getKey(alias, password.toCharArray());
        Certificate[] chain = read.getCertificateChain(alias);
        assertThat(chain).hasSize(chainLength);
        assertThat(chain[0].getEncoded()).isEqualTo(wanted.own().der());
        assertThat(KeyPairs.fit(PrivateKeyInfo.getInstance(key.getEncoded()), KeyPairs.publicKey(wanted.own())))
                .isTrue();
    }

    private String keytoolList(String password) throws Exception {
        return keytool(folder, "-list", "-keystore", "store.p12", "-storetype", "PKCS12", "-storepass", password);
    }

    private String opensslInfo(String password) throws Exception {
        return openssl(
                folder, "pkcs12", "-in", "store.p12", "-passin", "pass:" + password, "-nodes", "-info", "-legacy");
    }
}
