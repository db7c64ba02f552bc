package io.quartermaster.store.types;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.keytool;
import static io.quartermaster.store.types.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Issued;
import io.quartermaster.store.spi.Reenrollment;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.der.DerStoreType;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.jks.JksStoreType;
import io.quartermaster.store.types.pem.PemStoreType;
import io.quartermaster.store.types.pkcs12.Pkcs12StoreType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The issuer is {@code openssl}, for keys that it does not know {@code keytool}; they check our requests as well. */
class ReenrollmentTest {
    @TempDir
    Path made;

    @TempDir
    Path folder;

    private final List<String> requests = new ArrayList<>();

    @BeforeEach
    void authority() throws Exception {
        Material.issued(made, "any");
    }

    record Kind(FileStoreType type, String file, String alias) {
        @Override
        public String toString() {
            return type.shortName();
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(new PemStoreType(), "store.pem", ""),
                new Kind(new DerStoreType(), "store.der", ""),
                new Kind(new JksStoreType(), "store.jks", "web"),
                new Kind(new Pkcs12StoreType(), "store.p12", "web"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aKeyIsMadeCertifiedAndPutIntoTheStoreAndTheNextOneReplacesIt(Kind kind) throws Exception {
        Writing store = store(kind).create();
        reenroll(kind, wanted(kind.alias(), "RSA", 2048, false), this::byOpenssl);
        List<String> first = store.lines();
        assertThat(first.getFirst()).contains("key=true");
        assertThatThrownBy(() -> reenroll(kind, wanted(kind.alias(), "EC", 0, false), this::byOpenssl))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the job does not say to overwrite it.");
        assertThat(requests).hasSize(1);
        reenroll(kind, wanted(kind.alias(), "ECC", 384, true), this::byOpenssl);
        assertThat(store.lines()).isNotEqualTo(first);
        assertThat(store.keyFlags().stream().filter(line -> line.endsWith("true")))
                .hasSize(1);
        assertThat(requests.getLast())
                .contains("CN = www.example.com", "Example, Inc.", "secp384r1")
                .contains("DNS:www.example.com", "IP Address:192.0.2.1", "email:a@example.com");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPostQuantumKeyIsMadeInEveryKindOfStore(Kind kind) throws Exception {
        Writing store = store(kind).create();
        reenroll(kind, wanted(kind.alias(), "ml-dsa-65", 0, false), this::byKeytool);
        assertThat(store.inventory().entries().getFirst().parameters()).containsEntry("KeyAlgorithm", "ML-DSA-65");
        assertThat(store.keyFlags().getFirst()).endsWith("true");
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048", "RSA,3072", "EC,256", "ECDSA,521", "ed25519,0"})
    void opensslVerifiesTheRequestWhateverTheKey(String type, int size) throws Exception {
        Kind kind = new Kind(new PemStoreType(), "store.pem", "");
        Writing store = store(kind).create();
        reenroll(kind, wanted("", type, size, false), this::byOpenssl);
        assertThat(store.keyFlags().getFirst()).endsWith("true");
    }

    @Test
    void aCertificateForAnotherKeyIsRefused() throws Exception {
        Kind kind = new Kind(new PemStoreType(), "store.pem", "");
        store(kind).create();
        EncodedCertificate other = Material.certificate(made, "any");
        refused(
                kind,
                wanted("", "EC", 0, false),
                csr -> new Issued(other, List.of()),
                "The certificate that the server sent is for another key than the one made here.");
    }

    @Test
    void whatTheIssuerRefusesIsTheJobsSentence() throws Exception {
        Kind kind = new Kind(new PemStoreType(), "store.pem", "");
        store(kind).create();
        refused(
                kind,
                wanted("", "EC", 0, false),
                csr -> {
                    throw new StoreException("The authority denied the request.");
                },
                "The authority denied the request.");
    }

    @Test
    void requestsThatMakeNoSenseAreRefusedBeforeAKeyIsMade() throws Exception {
        Kind kind = new Kind(new PemStoreType(), "store.pem", "");
        store(kind).create();
        refused(
                kind,
                wanted("", "DSA", 0, false),
                "The key type \"DSA\" is none of RSA, EC, Ed25519, Ed448, ML-DSA-44," + " ML-DSA-65, ML-DSA-87.");
        refused(kind, wanted("", "RSA", 1024, false), "An RSA key has 2048 to 8192 bits, a multiple of 8, not 1024.");
        refused(kind, wanted("", "EC", 255, false), "An EC key has 256, 384 or 521 bits, not 255.");
        refused(
                kind,
                new Reenrollment("", "nonsense", "EC", 0, Map.of(), StorePassword.EMPTY, false, Map.of()),
                "The subject \"nonsense\" is not a distinguished name.");
        refused(
                kind,
                new Reenrollment("", "", "EC", 0, Map.of(), StorePassword.EMPTY, false, Map.of()),
                "The certificate is to have neither a subject nor an alternative name.");
        refused(
                kind,
                new Reenrollment(
                        "", "CN=x", "EC", 0, Map.of("ip4", List.of("1.2.3")), StorePassword.EMPTY, false, Map.of()),
                "The alternative name \"1.2.3\" is not of the kind ip4.");
        assertThat(requests).isEmpty();
    }

    private void refused(Kind kind, Reenrollment wanted, String sentence) {
        refused(kind, wanted, this::byOpenssl, sentence);
    }

    private void refused(Kind kind, Reenrollment wanted, ReenrollmentJob.Issuer issuer, String sentence) {
        assertThatThrownBy(() -> reenroll(kind, wanted, issuer))
                .isInstanceOf(StoreException.class)
                .hasMessage(sentence);
    }

    private Writing store(Kind kind) {
        Map<String, String> properties = kind.type() instanceof DerStoreType
                ? Map.of("privateKeyPath", folder.resolve("store.key").toString())
                : Map.of();
        return new Writing(kind.type(), folder.resolve(kind.file()), PASSWORD, properties);
    }

    private static Reenrollment wanted(String alias, String keyType, int keySize, boolean overwrite) {
        return new Reenrollment(
                alias,
                "CN=www.example.com,O=\"Example, Inc.\"",
                keyType,
                keySize,
                Map.of(
                        "dns",
                        List.of("www.example.com"),
                        "ip4",
                        List.of("192.0.2.1"),
                        "rfc822",
                        List.of("a@example.com"),
                        "upn",
                        List.of("a@example.com")),
                StorePassword.EMPTY,
                overwrite,
                Map.of());
    }

    private void reenroll(Kind kind, Reenrollment wanted, ReenrollmentJob.Issuer issuer)
            throws StoreException, InterruptedException {
        Writing store = store(kind);
        try (StoreChange change = kind.type().reenroll(store.location(), store.secrets(), wanted, issuer)) {
            assertThat(change.changed()).isTrue();
            change.commit();
        }
    }

    private Issued byOpenssl(byte[] csr) {
        try {
            Files.write(made.resolve("request.der"), csr);
            requests.add(openssl(made, "req", "-inform", "DER", "-in", "request.der", "-noout", "-verify", "-text"));
            openssl(
                    made,
                    ("x509 -req -inform DER -in request.der -CA issuing.pem -CAkey issuing.key -CAcreateserial -days 30"
                                    + " -copy_extensions copy -out issued.pem")
                            .split(" "));
            return new Issued(
                    Material.certificate(made, "issued"),
                    List.of(Material.certificate(made, "issuing"), Material.certificate(made, "root")));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Issued byKeytool(byte[] csr) {
        try {
            if (!Files.exists(made.resolve("ca.p12"))) {
                keytool(
                        made,
                        "-genkeypair -keyalg EC -alias ca -dname CN=ca -ext bc:c -keystore ca.p12 -storepass password"
                                .split(" "));
            }
            Files.write(made.resolve("request.der"), csr);
            openssl(made, "base64", "-in", "request.der", "-out", "request.b64");
            Files.writeString(
                    made.resolve("request.pem"),
                    "-----BEGIN CERTIFICATE REQUEST-----\n" + Files.readString(made.resolve("request.b64"))
                            + "-----END CERTIFICATE REQUEST-----\n");
            keytool(
                    made,
                    "-gencert -alias ca -keystore ca.p12 -storepass password -infile request.pem -rfc -outfile issued.pem"
                            .split(" "));
            return new Issued(Material.certificate(made, "issued"), List.of());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
