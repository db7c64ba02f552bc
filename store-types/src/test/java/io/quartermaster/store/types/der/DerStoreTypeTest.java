package io.quartermaster.store.types.der;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.assertRefused;
import static io.quartermaster.store.types.Tools.certificate;
import static io.quartermaster.store.types.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.types.Material;
import io.quartermaster.store.types.Tools;
import io.quartermaster.store.types.Writing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerStoreTypeTest {
    @TempDir
    Path made;

    @TempDir
    Path folder;

    @Test
    void aCertificateThatOpensslWroteIsTheOneEntry() throws Exception {
        certificate(folder, "leaf");
        openssl(folder, "x509", "-in", "leaf.pem", "-outform", "DER", "-out", "leaf.der");
        assertThat(store("leaf.der", "").keyFlags()).containsExactly(Tools.thumbprint(folder, "leaf.pem") + " false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PASSWORD})
    void theKeyIsReadFromAFileThatOpensslWrote(String password) throws Exception {
        certificate(folder, "leaf");
        certificate(folder, "other");
        openssl(folder, "x509", "-in", "leaf.pem", "-outform", "DER", "-out", "leaf.der");
        openssl(folder, "x509", "-in", "other.pem", "-outform", "DER", "-out", "other.der");
        String[] protection = password.isEmpty()
                ? new String[] {"-nocrypt"}
                : new String[] {"-passout", "pass:" + password, "-v2", "aes-256-cbc"};
        java.util.List<String> command = new java.util.ArrayList<>(
                java.util.List.of("pkcs8", "-topk8", "-in", "leaf.key", "-outform", "DER", "-out", "leaf.p8"));
        command.addAll(java.util.List.of(protection));
        openssl(folder, command.toArray(String[]::new));
        Map<String, String> properties =
                Map.of("privateKeyPath", folder.resolve("leaf.p8").toString());
        assertThat(new Writing(new DerStoreType(), folder.resolve("leaf.der"), password, properties).keyFlags())
                .containsExactly(Tools.thumbprint(folder, "leaf.pem") + " true");
        assertThat(new Writing(new DerStoreType(), folder.resolve("other.der"), password, properties).keyFlags())
                .containsExactly(Tools.thumbprint(folder, "other.pem") + " false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PASSWORD})
    void opensslReadsTheCertificateAndKeyThatWeAddedReplacedAndRemoved(String password) throws Exception {
        Path key = folder.resolve("store.key");
        Writing store = new Writing(
                new DerStoreType(),
                folder.resolve("store.der"),
                password,
                Map.of("separatePrivateKey", "true", "privateKeyPath", key.toString()));
        Material first = Material.issued(made, "first");
        Material second = Material.issued(made, "second");
        store.create();
        assertThat(store.keyFlags()).isEmpty();
        store.add(first.withKey("", false)).addNothing(first.withKey("", false));
        assertPair(password);
        store.assertRefused(
                second.withKey("", false),
                folder.resolve("store.der") + " holds another certificate already (" + first.thumbprint()
                        + "), and the job does not say to overwrite it.");
        store.add(second.withKey("", true));
        assertThat(store.keyFlags()).containsExactly(second.thumbprint() + " true");
        assertPair(password);
        store.remove(second.thumbprint());
        assertThat(store.keyFlags()).isEmpty();
        assertThat(key).isEmptyFile();
    }

    @Test
    void theKeyOfAnotherPasswordIsNotOverwritten() throws Exception {
        Path key = folder.resolve("store.key");
        Map<String, String> properties = Map.of("privateKeyPath", key.toString());
        Path file = folder.resolve("store.der");
        new Writing(new DerStoreType(), file, PASSWORD, properties)
                .add(Material.issued(made, "first").creating("", null));
        new Writing(new DerStoreType(), file, "wrong", properties)
                .assertRefused(
                        Material.issued(made, "second").withKey("", true),
                        "The private key in " + key + " is not opened by the store's password.");
    }

    @Test
    void withoutAFileForItAKeyIsRefused() throws Exception {
        Writing store = store("store.der", "").create();
        store.assertRefused(
                Material.issued(made, "leaf").withKey("", false),
                "A DER file holds no private key: the store's property privateKeyPath has to say in which file the key"
                        + " of " + folder.resolve("store.der") + " is.");
    }

    @Test
    void postQuantumCertificatesAreNamedByTheirAlgorithm() throws Exception {
        Writing store = store("store.der", "").create();
        store.add(Material.postQuantum(made, "pq", "ML-DSA-65").alone("", false));
        assertThat(store.inventory().entries().getFirst().parameters()).containsEntry("KeyAlgorithm", "ML-DSA-65");
        assertThat(Tools.keytool(folder, "-printcert", "-file", "store.der")).contains("ML-DSA-65");
    }

    @Test
    void whatIsNotACertificateIsRefused() throws Exception {
        certificate(folder, "leaf");
        Path pem = folder.resolve("leaf.pem");
        assertRefused(new DerStoreType(), pem, "", pem + " is a PEM file, not DER: give the store the type PEM.");
        Path text = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        assertRefused(new DerStoreType(), text, "", text + " is not an X.509 certificate in DER.");
    }

    private Writing store(String name, String password) {
        return new Writing(new DerStoreType(), folder.resolve(name), password);
    }

    private void assertPair(String password) throws Exception {
        assertThat(openssl(
                        folder, "pkey", "-inform", "DER", "-in", "store.key", "-passin", "pass:" + password, "-pubout"))
                .isEqualTo(openssl(folder, "x509", "-inform", "DER", "-in", "store.der", "-noout", "-pubkey"));
    }
}
