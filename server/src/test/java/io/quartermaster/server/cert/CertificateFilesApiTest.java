package io.quartermaster.server.cert;

import static io.quartermaster.server.cert.ApiCertificates.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates as files: what the server writes, other tools read, and the other way round. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CertificateFilesApiTest {
    private static final String PASSWORD = "pass word 12";

    private final ApiClient manager = ApiClient.as(TestUser.CERTIFICATES_MANAGER);
    private final ApiClient reader = ApiClient.as(TestUser.CERTIFICATES_READER);
    private String name = "";

    @TempDir
    Path folder = Path.of("");

    @Inject
    ApiWorld world;

    @Inject
    ApiCertificates certificates;

    @BeforeEach
    void aName() {
        name = world.unique("file") + ".example.test";
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("Certificates." + operation).with("name", name).with("password", PASSWORD);
    }

    private void save(String file, Answer answer, String member) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Files.write(
                folder.resolve(file),
                Base64.getDecoder().decode(answer.json().get(member).asText()));
    }

    private Answer download(String format, String body) {
        return reader.with("x-certificateformat", format).post(CERTIFICATES + "/Download", body);
    }

    private Answer recover(String format, String body) {
        return manager.with("x-certificateformat", format).post(CERTIFICATES + "/Recover", body);
    }

    private Answer add(byte[] file, String password) {
        return manager.post(
                CERTIFICATES + "/Import",
                "{\"Certificate\":\"%s\",\"Password\":\"%s\"}"
                        .formatted(Base64.getEncoder().encodeToString(file), password));
    }

    @Test
    void opensslReadsWhatIsDownloaded() throws IOException {
        TestChain chain = new TestChain(name);
        int id = certificates.add(chain.all()).getFirst();
        save("a.der", download("DER", "{\"CertID\":" + id + "}"), "Content");
        save("a.crt", download("crt", "{\"certid\":" + id + "}"), "Content");
        save("a.pem", download("PEM", "{\"CertID\":" + id + ",\"IncludeChain\":true}"), "Content");
        save("a.p7b", download("P7B", "{\"CertID\":" + id + ",\"IncludeChain\":true}"), "Content");
        save(
                "r.p7b",
                download("P7B", "{\"CertID\":" + id + ",\"IncludeChain\":true,\"ChainOrder\":\"RootFirst\"}"),
                "Content");

        assertThat(Files.readAllBytes(folder.resolve("a.der"))).isEqualTo(chain.leaf);
        assertThat(Files.readAllBytes(folder.resolve("a.crt"))).isEqualTo(chain.leaf);
        assertThat(Tool.openssl(folder, "x509", "-in", "a.pem", "-noout", "-subject"))
                .contains("CN = " + name);
        assertThat(Files.readString(folder.resolve("a.pem")).split("BEGIN CERTIFICATE"))
                .hasSize(4);
        String leafFirst = Tool.openssl(folder, "pkcs7", "-inform", "DER", "-in", "a.p7b", "-print_certs", "-noout");
        assertThat(leafFirst.strip()).startsWith("subject=CN = " + name).contains("subject=CN = Root " + name);
        String rootFirst = Tool.openssl(folder, "pkcs7", "-inform", "DER", "-in", "r.p7b", "-print_certs", "-noout");
        assertThat(rootFirst.strip()).startsWith("subject=CN = Root " + name);
        assertThat(world.audited(2001, 7, name)).isEqualTo(5);
    }

    @Test
    void aCertificateIsNamedInThreeWays() {
        TestChain chain = new TestChain(name);
        certificates.add(chain.leaf);
        ParsedCertificate parsed = ParsedCertificate.parse(chain.leaf);

        assertThat(download("PEM", "{\"CertID\":0,\"Thumbprint\":\"" + parsed.thumbprint() + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(download(
                                "PEM",
                                "{\"SerialNumber\":\"03\",\"IssuerDN\":\"" + parsed.issuerDn()
                                        + "\",\"Thumbprint\":\"\"}")
                        .status())
                .isEqualTo(200);
        wire("Download").assertResponse("unnamed", 400, download("PEM", "{\"CertID\":0}"));
        wire("Download").assertResponse("unknown", 404, download("PEM", "{\"CertID\":2000000000}"));
        wire("Download").assertResponse("format", 400, download("JKS", "{\"CertID\":1}"));
        wire("Download").assertResponse("der-chain", 400, download("DER", "{\"CertID\":1,\"IncludeChain\":true}"));
        wire("Download")
                .assertResponse(
                        "order",
                        400,
                        download("PEM", "{\"CertID\":1,\"IncludeChain\":true,\"ChainOrder\":\"Sideways\"}"));
    }

    @ParameterizedTest
    @CsvSource({"false,RSA", "true,RSA", "false,EC", "false,Ed25519"})
    void opensslAndKeytoolReadWhatIsRecovered(boolean legacy, String algorithm) throws IOException {
        int size = algorithm.equals("RSA") ? 2048 : algorithm.equals("EC") ? 256 : 0;
        TestChain chain = new TestChain(name, TestCertificates.keys(algorithm, size));
        int id = certificates.add(chain.all()).getFirst();
        certificates.keepKey(id, chain.leafKeys);
        String body = "{\"CertId\":%d,\"Password\":\"%s\",\"IncludeChain\":true,\"UseLegacyEncryption\":%s}"
                .formatted(id, PASSWORD, legacy);

        Answer pfx = recover("PFX", body);
        save("a.pfx", pfx, "PFX");
        save("a.pem", recover("PEM", body), "PFX");

        assertThat(pfx.json().get("FileName").asText()).isEqualTo(name + ".pfx");
        String read = Tool.openssl(folder, "pkcs12", "-in", "a.pfx", "-nodes", "-passin", "pass:" + PASSWORD);
        assertThat(read).contains("BEGIN PRIVATE KEY", "friendlyName: " + name);
        assertThat(read.indexOf("subject=CN = " + name)).isPositive().isLessThan(read.indexOf("Issuing"));
        Tool.openssl(folder, "pkey", "-in", "a.pem", "-passin", "pass:" + PASSWORD, "-out", "key.pem");
        String ofKey = Tool.openssl(folder, "pkey", "-in", "key.pem", "-pubout");
        assertThat(Tool.openssl(folder, "x509", "-in", "a.pem", "-noout", "-pubkey"))
                .isEqualTo(ofKey);
        assertThat(Tool.keytool(folder, "-list", "-v", "-keystore", "a.pfx", "-storepass", PASSWORD))
                .contains("Entry type: PrivateKeyEntry", "Certificate chain length: 3");
        assertThat(world.audited(2001, 12, name)).isEqualTo(2);
    }

    @Test
    void whatCannotBeRecoveredIsRefused() {
        TestChain chain = new TestChain(name);
        int id = certificates.add(chain.leaf);
        wire("Recover")
                .assertResponse(
                        "no-key", 400, recover("PFX", "{\"CertID\":%d,\"Password\":\"%s\"}".formatted(id, PASSWORD)));
        certificates.keepKey(id, chain.leafKeys);
        wire("Recover").assertResponse("no-password", 400, recover("PFX", "{\"CertID\":" + id + "}"));
        wire("Recover")
                .assertResponse(
                        "short-password", 400, recover("PFX", "{\"CertID\":" + id + ",\"Password\":\"secret7\"}"));
        wire("Recover")
                .assertResponse(
                        "format", 400, recover("STORE", "{\"CertID\":%d,\"Password\":\"%s\"}".formatted(id, PASSWORD)));
        wire("Recover")
                .assertResponse(
                        "reader",
                        403,
                        reader.post(
                                CERTIFICATES + "/Recover",
                                "{\"CertID\":%d,\"Password\":\"%s\"}".formatted(id, PASSWORD)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy", "no-mac-no-encryption", "keytool", "keytool-ec"})
    void whatOtherToolsWroteIsImportedWithItsKey(String writer) throws IOException {
        switch (writer) {
            case "keytool", "keytool-ec" ->
                Tool.keytool(
                        folder,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        writer.equals("keytool") ? "RSA" : "EC",
                        "-dname",
                        "CN=" + name,
                        "-keystore",
                        "a.pfx",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit");
            default -> {
                selfSigned();
                String[] extra = switch (writer) {
                    case "legacy" ->
                        new String[] {"-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"};
                    case "no-mac-no-encryption" -> new String[] {"-keypbe", "NONE", "-certpbe", "NONE", "-nomac"};
                    default -> new String[] {};
                };
                List<String> arguments = new ArrayList<>(List.of(
                        "pkcs12",
                        "-export",
                        "-in",
                        "c.pem",
                        "-inkey",
                        "k.pem",
                        "-out",
                        "a.pfx",
                        "-passout",
                        "pass:changeit"));
                arguments.addAll(List.of(extra));
                Tool.openssl(folder, arguments.toArray(String[]::new));
            }
        }

        Answer added = add(Files.readAllBytes(folder.resolve("a.pfx")), "changeit");

        assertThat(added.status()).as(added.body()).isEqualTo(200);
        int id = added.json().get("Id").asInt();
        assertThat(added.json().get("ImportStatus").asInt()).isEqualTo(1 + 4);
        assertThat(certificates.hasKey(id)).isTrue();
        save("b.pfx", recover("PFX", "{\"CertID\":%d,\"Password\":\"%s\"}".formatted(id, PASSWORD)), "PFX");
        assertThat(Tool.openssl(folder, "pkcs12", "-in", "b.pfx", "-nodes", "-passin", "pass:" + PASSWORD))
                .contains("subject=CN = " + name, "BEGIN PRIVATE KEY");
        assertThat(world.audited(2001, 13, name)).isEqualTo(1);
    }

    private void selfSigned() {
        Tool.openssl(
                folder,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "k.pem",
                "-out",
                "c.pem",
                "-days",
                "30",
                "-subj",
                "/CN=" + name);
    }

    @Test
    void pemWithAnEncryptedKeyIsImportedAsItIs() throws IOException {
        selfSigned();
        Tool.openssl(
                folder,
                "pkcs8",
                "-topk8",
                "-in",
                "k.pem",
                "-out",
                "e.pem",
                "-passout",
                "pass:changeit",
                "-v2",
                "aes256");
        String pem = Files.readString(folder.resolve("e.pem")) + Files.readString(folder.resolve("c.pem"));

        Answer added = manager.post(
                CERTIFICATES + "/Import",
                "{\"Certificate\":\"%s\",\"Password\":\"changeit\"}".formatted(pem.replace("\n", "\\n")));

        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(certificates.hasKey(added.json().get("Id").asInt())).isTrue();
    }

    @Test
    void aCertificateWithoutAKeyNeedsLessPermission() {
        TestChain chain = new TestChain(name);
        ApiClient importer = ApiClient.as(TestUser.CERTIFICATES_IMPORTER);
        String der = Base64.getEncoder().encodeToString(chain.leaf);
        String body = "{\"Certificate\":\"" + der + "\",\"Metadata\":{}}";

        Answer first = importer.post(CERTIFICATES + "/Import", body);
        Answer second = importer.post(CERTIFICATES + "/Import", body);

        assertThat(first.json().get("ImportStatus").asInt()).as(first.body()).isEqualTo(1);
        assertThat(second.json().get("ImportStatus").asInt()).isEqualTo(2);
        byte[] pfx = PfxFile.write(
                new SecretValue(Base64.getEncoder()
                        .encodeToString(chain.leafKeys.getPrivate().getEncoded())),
                List.of(chain.leaf),
                "x",
                new SecretValue("changeit"),
                PfxFile.STRONG);
        wire("Import")
                .assertResponse(
                        "key-without-permission",
                        403,
                        importer.post(
                                CERTIFICATES + "/Import",
                                "{\"Certificate\":\"%s\",\"Password\":\"changeit\"}"
                                        .formatted(Base64.getEncoder().encodeToString(pfx))));
        wire("Import").assertResponse("wrong-password", 400, add(pfx, "not this one"));
    }

    @ParameterizedTest
    @CsvSource({"no-base64,!!!", "no-certificate,AAAA", "empty,''"})
    void whatIsNoCertificateIsRefused(String name, String content) {
        wire("Import")
                .assertResponse(
                        name, 400, manager.post(CERTIFICATES + "/Import", "{\"Certificate\":\"" + content + "\"}"));
    }

    @Test
    void aFileIsAnalyzedAndNotKept() {
        TestChain chain = new TestChain(name);
        StringBuilder pem = new StringBuilder();
        for (byte[] der : chain.all().reversed()) {
            pem.append("-----BEGIN CERTIFICATE-----\\n")
                    .append(Base64.getMimeEncoder().encodeToString(der).replace("\r\n", "\\n"))
                    .append("\\n-----END CERTIFICATE-----\\n");
        }

        Answer analyzed = manager.post(CERTIFICATES + "/Analyze", "{\"Certificate\":\"" + pem + "\"}");

        WireFiles wire = wire("Analyze");
        for (JsonNode certificate : analyzed.json()) {
            String subject = certificate.get("IssuedDN").asText().replaceAll("CN=(Root|Issuing)?.*", "$1");
            wire = wire.with(
                    "thumbprint-" + (subject.isEmpty() ? "leaf" : subject),
                    certificate.get("Thumbprint").asText());
        }
        wire.assertResponse("chain", 200, analyzed);
        assertThat(world.count("SELECT count(*) FROM certificate WHERE strpos(issued_dn, ?) > 0", name))
                .isZero();
    }

    /** Goal: no secret is told. Method: the audit of a whole import and recovery, and the answer to a wrong password. */
    @Test
    void neitherPasswordsNorKeysAreWrittenDown() throws IOException {
        selfSigned();
        Tool.openssl(
                folder,
                "pkcs12",
                "-export",
                "-in",
                "c.pem",
                "-inkey",
                "k.pem",
                "-out",
                "a.pfx",
                "-passout",
                "pass:very-secret-77");
        byte[] pfx = Files.readAllBytes(folder.resolve("a.pfx"));
        int id = add(pfx, "very-secret-77").json().get("Id").asInt();
        recover("PFX", "{\"CertID\":" + id + ",\"Password\":\"very-secret-78\"}");
        Answer wrong = add(pfx, "very-secret-79");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).doesNotContain("very-secret");
        assertThat(world.count("SELECT count(*) FROM audit_entry WHERE strpos(message, 'very-secret') > 0"))
                .isZero();
        String key = Files.readString(folder.resolve("k.pem"), StandardCharsets.US_ASCII)
                .lines()
                .skip(3)
                .findFirst()
                .orElseThrow();
        assertThat(world.count("SELECT count(*) FROM audit_entry WHERE strpos(message, ?) > 0", key))
                .isZero();
        assertThat(world.count("SELECT count(*) FROM secret WHERE strpos(encode(ciphertext, 'escape'), ?) > 0", key))
                .isZero();
    }
}
