package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.ApiEnrollment.ENROLLMENT;
import static io.quartermaster.server.enrollment.ApiEnrollment.csrBody;
import static io.quartermaster.server.enrollment.ApiEnrollment.information;
import static io.quartermaster.server.enrollment.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /Enrollment/CSR}, with signing requests by openssl, verified by openssl. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class EnrollCsrApiTest {
    private static final String CSR = ENROLLMENT + "/CSR";

    private final ApiClient enroller = ApiClient.as(TestUser.CSR_ENROLLER);

    @TempDir
    Path folder;

    @Inject
    ApiEnrollment enrollment;

    @Inject
    ApiWorld world;

    private Answer enroll(String csr, String more) {
        return enroller.post(CSR, csrBody(csr, more));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,-newkey rsa:2048",
        "P-256,-newkey ec -pkeyopt ec_paramgen_curve:P-256",
        "P-384,-newkey ec -pkeyopt ec_paramgen_curve:P-384",
        "Ed25519,-newkey ed25519"
    })
    void opensslVerifiesWhatWasEnrolledAgainstTheChainThatCameWithIt(String kind, String keyOptions) {
        String csr = Tools.csr(
                folder,
                "app",
                "/C=DE/O=Example/CN=" + kind.toLowerCase(java.util.Locale.ROOT) + ".example.test",
                "",
                keyOptions.split(" "));

        JsonNode enrolled = information(enroll(csr, "{\"IncludeChain\": true}"));

        ApiEnrollment.writeChain(folder, enrolled.get("Certificates"));
        assertThat(openssl(folder, "verify", "-CAfile", "root.pem", "-untrusted", "issuers.pem", "leaf.pem"))
                .contains("leaf.pem: OK");
        assertThat(openssl(folder, "x509", "-in", "leaf.pem", "-noout", "-pubkey"))
                .isEqualTo(openssl(folder, "pkey", "-in", "app.key", "-pubout"));
        assertThat(openssl(folder, "x509", "-in", "leaf.pem", "-noout", "-ext", "extendedKeyUsage,subjectAltName"))
                .contains(
                        "TLS Web Server Authentication",
                        "DNS:" + kind.toLowerCase(java.util.Locale.ROOT) + ".example.test");
        assertThat(openssl(folder, "x509", "-in", "leaf.pem", "-noout", "-fingerprint", "-sha1")
                        .replace(":", ""))
                .contains(enrolled.get("Thumbprint").asText());
    }

    @Test
    void theAnswerHasAllMembersAndTheNameOfAFile() {
        String csr = Tools.csr(folder, "app", "/O=Example/CN=members.example.test", "DNS:members.example.test");
        Answer answer = enroll(csr, "{\"IncludeChain\": false}");
        JsonNode enrolled = information(answer);

        WireFiles.of("Enrollment.CSR")
                .with("serial", enrolled.get("SerialNumber").asText())
                .with("thumbprint", enrolled.get("Thumbprint").asText())
                .with("issuer", enrolled.get("IssuerDN").asText())
                .with("certificate-id", enrolled.get("KeyfactorID").asInt())
                .with(
                        "pem",
                        enrolled.get("Certificates")
                                .get(0)
                                .asText()
                                .split("\n", 2)[1]
                                .replace("\n", "\\n"))
                .assertResponse("issued", 200, answer);
        assertThat(answer.header("x-certificatefile")).isEqualTo("members.example.test.pem");
        assertThat(world.audited(2001, 1, enrolled.get("Thumbprint").asText())).isEqualTo(1);
        assertThat(enrollment.count(
                        "SELECT count(*) FROM enrollment WHERE certificate_id = ? AND kind = 'CSR' AND template_id = 1"
                                + " AND enrolled_by = ?",
                        enrolled.get("KeyfactorID").asInt(),
                        TestUser.CSR_ENROLLER.account()))
                .isEqualTo(1);
    }

    @Test
    void theFormatDerIsTheCertificateAloneAsBase64() {
        String csr = Tools.csr(folder, "app", "/CN=der.example.test", "");
        Answer answer = enroller.with("x-certificateformat", "DER").post(CSR, csrBody(csr, "{\"IncludeChain\": true}"));

        JsonNode certificates = information(answer).get("Certificates");
        assertThat(certificates).hasSize(1);
        Tools.write(
                folder,
                "leaf.der",
                Base64.getDecoder().decode(certificates.get(0).asText()));
        assertThat(openssl(folder, "x509", "-inform", "DER", "-in", "leaf.der", "-noout", "-subject"))
                .contains("der.example.test");
        assertThat(answer.header("x-certificatefile")).isEqualTo("der.example.test.der");
    }

    @Test
    void namesOfTheRequestTakeThePlaceOfThoseInTheCsr() {
        String csr = Tools.csr(folder, "app", "/CN=names.example.test", "DNS:old.example.test,IP:192.0.2.1");

        JsonNode enrolled = information(
                enroll(
                        csr,
                        "{\"SANs\": {\"dns\": [\"names.example.test\", \"more.example.test\"], \"ip4\": [\"192.0.2.7\"],"
                                + " \"ip6\": [\"2001:db8::7\"], \"email\": [\"a@example.test\"], \"uri\": [\"https://example.test/x\"]}}"));

        Tools.write(folder, "leaf.pem", enrolled.get("Certificates").get(0).asText());
        assertThat(openssl(folder, "x509", "-in", "leaf.pem", "-noout", "-ext", "subjectAltName"))
                .contains(
                        "DNS:names.example.test",
                        "DNS:more.example.test",
                        "IP Address:192.0.2.7",
                        "2001:DB8:0:0:0:0:0:7",
                        "email:a@example.test",
                        "URI:https://example.test/x")
                .doesNotContain("old.example.test", "192.0.2.1");
    }

    @Test
    void withoutATemplateTheUsualAuthorityIssuesForServers() {
        String csr = Tools.csr(folder, "app", "/CN=plain.example.test", "");

        JsonNode enrolled = information(enroller.post(CSR, csrBody(csr, "{\"Template\": null}")));

        assertThat(enrolled.get("RequestDisposition").asText()).isEqualTo("ISSUED");
        assertThat(enrollment.count(
                        "SELECT count(*) FROM enrollment WHERE certificate_id = ? AND template_id IS NULL",
                        enrolled.get("KeyfactorID").asInt()))
                .isEqualTo(1);
    }

    @Test
    void aKeyThatIsSentAlongIsKeptAndOnlyIfItIsTheKey() {
        String csr = Tools.csr(folder, "app", "/CN=kept.example.test", "");
        String key = Tools.read(folder, "app.key");
        Tools.csr(folder, "other", "/CN=kept.example.test", "");
        String other = Tools.read(folder, "other.key");

        Answer refused = enroll(csr, "{\"PrivateKey\": " + quoted(other) + "}");
        JsonNode enrolled = information(enroll(csr, "{\"PrivateKey\": " + quoted(key) + "}"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("Message").asText()).isEqualTo("PrivateKey is not the key of the CSR.");
        assertThat(enrollment.count(
                        "SELECT count(*) FROM certificate_private_key WHERE certificate_id = ?",
                        enrolled.get("KeyfactorID").asInt()))
                .isEqualTo(1);
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /CN=a.example.test/O=Other | DNS:a.example.test | {"TemplateRegexes": [{"SubjectPart": "O", "Regex": "Example", "Error": "Only our organization."}]} | Only our organization.
            /CN=a.example.test | DNS:a.example.test | {"TemplateRegexes": [{"SubjectPart": "O", "Regex": ".+"}]} | asks for another Organization (O)
            /CN=a.example.test | DNS:b.example.org | {"TemplateRegexes": [{"SubjectPart": "DNS", "Regex": ".+\\\\.example\\\\.test"}]} | asks for another DNS Name (DNS)
            /CN=*.example.test | DNS:*.example.test | {"TemplatePolicy": {"AllowWildcards": false}} | certifies no wildcards
            /CN=Somebody Here | '' | {"TemplatePolicy": {"RFCEnforcement": true}} | asks for a DNS name
            /CN=a.example.test | '' | {"TemplatePolicy": {"KeyInfo": {"ECDSA": {"BitLengths": [256], "Curves": []}}}} | does not certify RSA 2048 keys; it certifies ECC P-256
            /CN=a.example.test | '' | {"AllowedEnrollmentTypes": 1} | is not for this kind of enrolment
            """)
    void theRulesOfTheTemplateAreHeld(String subject, String alternatives, String rules, String sentence) {
        String template = enrollment.template(rules);
        String csr = Tools.csr(folder, "app", subject, alternatives);

        Answer refused = enroll(csr, "{\"Template\": \"" + template + "\"}");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().get("Message").asText()).contains(sentence);
    }

    @Test
    void aTemplateForOthersIsRefusedWithWhoMayUseIt() {
        String template =
                enrollment.template("{\"UseAllowedRequesters\": true, \"AllowedRequesters\": [\"Somebody\"]}");
        String own = enrollment.template("{\"UseAllowedRequesters\": true, \"AllowedRequesters\": [\"csr_enroller\"]}");
        String csr = Tools.csr(folder, "app", "/CN=others.example.test", "");

        assertThat(enroll(csr, "{\"Template\": \"" + template + "\"}").status()).isEqualTo(403);
        assertThat(enroll(csr, "{\"Template\": \"" + own + "\"}").status()).isEqualTo(200);
    }

    @Test
    void aKeyIsCertifiedTwiceOnlyWhereThatIsAllowed() {
        String template = enrollment.template("{\"TemplatePolicy\": {\"AllowKeyReuse\": false}}");
        String csr = Tools.csr(folder, "app", "/CN=twice.example.test", "");

        assertThat(enroll(csr, "{\"Template\": \"" + template + "\"}").status()).isEqualTo(200);
        Answer second = enroll(csr, "{\"Template\": \"" + template + "\"}");

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().get("Message").asText()).contains("certifies no key twice");
        assertThat(enroll(csr, "{}").status())
                .as("the web server template allows it")
                .isEqualTo(200);
    }

    @Test
    void additionalFieldsAreThoseOfTheTemplate() {
        String template = enrollment.template(
                "{\"EnrollmentFields\": [{\"Name\": \"Zone\", \"DataType\": 2, \"Options\": [\"inner\", \"outer\"]}]}");
        String csr = Tools.csr(folder, "app", "/CN=fields.example.test", "");

        Answer unknown =
                enroll(csr, "{\"Template\": \"" + template + "\", \"AdditionalEnrollmentFields\": {\"Cost\": \"1\"}}");
        Answer other = enroll(
                csr, "{\"Template\": \"" + template + "\", \"AdditionalEnrollmentFields\": {\"zone\": \"far\"}}");
        JsonNode good = information(enroll(
                csr, "{\"Template\": \"" + template + "\", \"AdditionalEnrollmentFields\": {\"zone\": \"inner\"}}"));

        assertThat(unknown.json().get("Message").asText()).contains("has no field 'Cost'");
        assertThat(other.json().get("Message").asText()).contains("must be one of inner, outer");
        assertThat(enrollment.count(
                        "SELECT count(*) FROM enrollment WHERE certificate_id = ? AND fields ->> 'Zone' = 'inner'",
                        good.get("KeyfactorID").asInt()))
                .isEqualTo(1);
    }

    @Test
    void metadataThatIsNotKnownIsRefused() {
        WireFiles wire = WireFiles.of("Enrollment.CSR")
                .with(
                        "csr",
                        Tools.csr(folder, "app", "/CN=metadata.example.test", "")
                                .replace("\n", "\\n"));

        Answer answer = enroller.post(CSR, wire.request("metadata-unknown"));

        // The sentence lists the fields, to which other tests add some.
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("Message").asText())
                .startsWith("There is no metadata field nosuchfieldhere; there ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-csr",
                "csr-nonsense",
                "csr-of-a-certificate",
                "unknown-template",
                "unknown-kind-of-name",
                "name-empty",
                "field-without-template",
                "private-key-nonsense"
            })
    void whatCannotBeIsRefusedByItsName(String name) {
        WireFiles wire = WireFiles.of("Enrollment.CSR")
                .with(
                        "csr",
                        Tools.csr(folder, "app", "/CN=refused.example.test", "").replace("\n", "\\n"));

        wire.assertResponse(name, 400, enroller.post(CSR, wire.request(name)));

        assertThat(enrollment.count(
                        "SELECT count(*) FROM certificate WHERE issued_dn LIKE ?", "%refused.example.test%"))
                .isZero();
    }

    @Test
    void aFormatThatThereIsNotIsRefused() {
        Answer refused = enroller.with("x-certificateformat", "PFX").post(CSR, csrBody("x", "{}"));

        WireFiles.of("Enrollment.CSR").assertResponse("format", 400, refused);
    }

    @Test
    void aSigningRequestIsShownPartByPart() {
        String csr = Tools.csr(
                folder, "app", "/C=DE/O=Example, Inc./CN=parse.example.test", "DNS:parse.example.test,IP:192.0.2.7");

        Answer parsed = enroller.post(CSR + "/Parse", csrBody(csr, "{}"));

        assertThat(parsed.json())
                .extracting(JsonNode::asText)
                .containsExactly(
                        "CN=parse.example.test",
                        "O=Example\\, Inc.",
                        "C=DE",
                        "DNS Name=parse.example.test",
                        "IP Address=192.0.2.7",
                        "Key Type=RSA",
                        "Key Size=2048");
    }
}
