package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.ApiEnrollment.ENROLLMENT;
import static io.quartermaster.server.enrollment.ApiEnrollment.PASSWORD;
import static io.quartermaster.server.enrollment.ApiEnrollment.information;
import static io.quartermaster.server.enrollment.ApiEnrollment.pfx;
import static io.quartermaster.server.enrollment.Tools.keytool;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /Enrollment/PFX} and what belongs to it, with files that openssl and keytool read. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class EnrollPfxApiTest {
    private final ApiClient enroller = ApiClient.as(TestUser.PFX_ENROLLER);
    private final ApiClient deployer = ApiClient.as(TestUser.DEPLOYER_OF_CONTAINER_5);

    @TempDir
    Path folder;

    @Inject
    ApiEnrollment enrollment;

    @Inject
    ApiWorld world;

    @Inject
    KeepPrivateKeys keepPrivateKeys;

    private long keys(int certificateId) {
        return enrollment.count("SELECT count(*) FROM certificate_private_key WHERE certificate_id = ?", certificateId);
    }

    @Test
    void opensslAndKeytoolReadTheFile() {
        JsonNode enrolled = information(
                pfx(
                        enroller,
                        "{\"Subject\": \"CN=tools.example.test,O=\\\"Example, Inc.\\\"\", \"SANs\": {\"dns\":"
                                + " [\"tools.example.test\"]}, \"CustomFriendlyName\": \"web server\", \"IncludeChain\": true}"));
        ApiEnrollment.writeBlob(folder, "made.pfx", enrolled);

        String text = openssl(folder, "pkcs12", "-in", "made.pfx", "-passin", "pass:" + PASSWORD, "-noenc");
        Tools.write(folder, "all.pem", text);
        openssl(
                folder,
                "pkcs12",
                "-in",
                "made.pfx",
                "-passin",
                "pass:" + PASSWORD,
                "-nokeys",
                "-cacerts",
                "-out",
                "issuers.pem");
        openssl(
                folder,
                "pkcs12",
                "-in",
                "made.pfx",
                "-passin",
                "pass:" + PASSWORD,
                "-nokeys",
                "-clcerts",
                "-out",
                "leaf.pem");

        assertThat(text).contains("friendlyName: web server");
        assertThat(openssl(folder, "pkey", "-in", "all.pem", "-pubout"))
                .isEqualTo(openssl(folder, "x509", "-in", "leaf.pem", "-noout", "-pubkey"));
        assertThat(openssl(folder, "verify", "-CAfile", "issuers.pem", "leaf.pem"))
                .contains("leaf.pem: OK");
        assertThat(openssl(folder, "x509", "-in", "leaf.pem", "-noout", "-subject"))
                .contains("O = \"Example, Inc.\"", "CN = tools.example.test");
        assertThat(keytool(folder, "-list", "-v", "-keystore", "made.pfx", "-storepass", PASSWORD))
                .contains("Alias name: web server", "Entry type: PrivateKeyEntry");
    }

    @Test
    void theAnswerHasAllMembersAndHeaders() {
        Answer answer = pfx(enroller, "{\"Subject\": \"CN=*.members.example.test\"}");
        JsonNode enrolled = information(answer);

        WireFiles.of("Enrollment.PFX")
                .with("serial", enrolled.get("SerialNumber").asText())
                .with("thumbprint", enrolled.get("Thumbprint").asText())
                .with("issuer", enrolled.get("IssuerDN").asText())
                .with("certificate-id", enrolled.get("KeyfactorId").asInt())
                .with("file", enrolled.get("Pkcs12Blob").asText())
                .assertResponse("issued", 200, answer);
        assertThat(answer.header("x-certificatefile")).isEqualTo("_.members.example.test.pfx");
        assertThat(answer.header("x-privatekeystatus")).isEqualTo("Saved");
        assertThat(keys(enrolled.get("KeyfactorId").asInt())).isEqualTo(1);
        assertThat(world.audited(2001, 1, enrolled.get("Thumbprint").asText())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,3072,,rsaEncryption",
        "ECC,384,,secp384r1",
        "ECC,,P-256,prime256v1",
        "Ed25519,,,ED25519",
        "ML-DSA,65,,2.16.840.1.101.3.4.3.18"
    })
    void theKeyIsOfTheKindThatWasAskedFor(String type, String length, String curve, String shown) {
        JsonNode enrolled = information(pfx(
                enroller,
                "{\"Subject\": \"CN=kind.example.test\", \"KeyType\": \"" + type + "\""
                        + (length == null ? "" : ", \"KeyLength\": " + length)
                        + (curve == null ? "" : ", \"Curve\": \"" + curve + "\"") + "}"));

        byte[] der = derOf(enrolled.get("KeyfactorId").asInt());
        Tools.write(folder, "leaf.der", der);
        assertThat(openssl(folder, "asn1parse", "-inform", "DER", "-in", "leaf.der"))
                .contains(shown);
    }

    private byte[] derOf(int certificateId) {
        return enrollment.bytes("SELECT der FROM certificate WHERE id = ?", certificateId);
    }

    @Test
    void aPasswordThatNobodyChoseIsMadeAndAnsweredOnce() {
        JsonNode enrolled = information(pfx(enroller, "{\"Subject\": \"CN=made.example.test\", \"Password\": null}"));
        String password = enrolled.get("Password").asText();
        ApiEnrollment.writeBlob(folder, "made.pfx", enrolled);

        assertThat(password).hasSize(24);
        assertThat(openssl(folder, "pkcs12", "-in", "made.pfx", "-passin", "pass:" + password, "-noenc"))
                .contains("PRIVATE KEY");
    }

    @ParameterizedTest
    @CsvSource({"PEM,pem", "Zip,zip", "STORE,pfx", "pfx,pfx"})
    void theFileHasTheFormThatWasAskedFor(String format, String extension) {
        Answer answer = pfx(
                enroller.with("x-certificateformat", format).with("x-keyfactor-api-version", "2"),
                "{\"Subject\": \"CN=form.example.test\", \"ChainOrder\": \"EndEntityFirst\"}");
        ApiEnrollment.writeBlob(folder, "made." + extension, information(answer));

        assertThat(answer.header("x-certificatefile")).isEqualTo("form.example.test." + extension);
        if (extension.equals("pem")) {
            assertThat(Tools.read(folder, "made.pem")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
            assertThat(openssl(folder, "pkey", "-in", "made.pem", "-passin", "pass:" + PASSWORD, "-pubout"))
                    .isEqualTo(openssl(folder, "x509", "-in", "made.pem", "-noout", "-pubkey"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-subject",
                "subject-nonsense",
                "password-short",
                "key-type-unknown",
                "key-length",
                "chain-order",
                "directory",
                "unknown-renewal",
                "store-without-id",
                "template-for-csr"
            })
    void whatCannotBeIsRefusedByItsName(String name) {
        WireFiles wire = WireFiles.of("Enrollment.PFX");
        String template = enrollment.template("{\"AllowedEnrollmentTypes\": 2}");

        wire.with("template", template)
                .assertResponse(
                        name,
                        400,
                        deployer.post(
                                ENROLLMENT + "/PFX",
                                wire.with("template", template).request(name)));

        assertThat(world.audited(3020, 25, "hunter2"))
                .as("the password in the audit")
                .isZero();
    }

    @Test
    void defaultsFillInTheSubject() {
        String template = enrollment.template(
                "{\"TemplateDefaults\": [{\"SubjectPart\": \"O\", \"Value\": \"Example\"}, {\"SubjectPart\": \"C\","
                        + " \"Value\": \"DE\"}]}");
        JsonNode enrolled = information(
                pfx(enroller, "{\"Subject\": \"CN=default.example.test,C=US\", \"Template\": \"" + template + "\"}"));

        Tools.write(folder, "leaf.der", derOf(enrolled.get("KeyfactorId").asInt()));
        assertThat(openssl(folder, "x509", "-inform", "DER", "-in", "leaf.der", "-noout", "-subject"))
                .contains("O = Example", "C = US")
                .doesNotContain("DE");
    }

    @Test
    void aKeyIsForgottenWhenItsTimeIsOver() {
        String none = enrollment.template("{\"KeyRetention\": \"None\"}");
        String days = enrollment.template("{\"KeyRetention\": 3, \"KeyRetentionDays\": 10}");
        Answer passing = pfx(enroller, "{\"Subject\": \"CN=passing.example.test\", \"Template\": \"" + none + "\"}");
        Answer kept = pfx(enroller, "{\"Subject\": \"CN=days.example.test\", \"Template\": \"" + days + "\"}");
        int passingId = information(passing).get("KeyfactorId").asInt();
        int keptId = information(kept).get("KeyfactorId").asInt();

        assertThat(passing.header("x-privatekeystatus")).isEqualTo("Temporary");
        assertThat(information(passing).get("KeyStatus").asInt()).isEqualTo(5);
        keepPrivateKeys.run();
        assertThat(keys(passingId)).as("for some minutes, to be deployed").isEqualTo(1);

        enrollment.execute(
                "UPDATE enrollment SET keep_key_until = keep_key_until - interval '6 minutes' WHERE certificate_id IN (?, ?)",
                passingId,
                keptId);
        keepPrivateKeys.run();
        assertThat(keys(passingId)).isZero();
        assertThat(keys(keptId)).isEqualTo(1);
        assertThat(world.audited(2001, 8, "Certificate " + passingId)).isEqualTo(1);

        enrollment.execute(
                "UPDATE enrollment SET keep_key_until = keep_key_until - interval '10 days' WHERE certificate_id = ?",
                keptId);
        keepPrivateKeys.run();
        assertThat(keys(keptId)).isZero();
    }

    @Test
    void aRenewalHasTheNamesTheKindOfKeyAndTheMetadataOfWhatItRenews() {
        String field = metadataField();
        JsonNode first = information(pfx(
                deployer,
                "{\"Subject\": \"CN=renewed.example.test,O=Example\", \"SANs\": {\"dns\": [\"renewed.example.test\","
                        + " \"too.example.test\"]}, \"KeyType\": \"ECC\", \"KeyLength\": 384, \"Metadata\": {\"" + field
                        + "\": \"mine\"}}"));
        int firstId = first.get("KeyfactorId").asInt();

        assertThat(deployer.get(ENROLLMENT + "/AvailableRenewal/Id/" + firstId).body())
                .isEqualTo("{\"AvailableRenewalType\":2,\"Message\":\"\"}");
        assertThat(deployer.get(ENROLLMENT + "/AvailableRenewal/Thumbprint/"
                                + first.get("Thumbprint").asText().toLowerCase(java.util.Locale.ROOT))
                        .json()
                        .get("AvailableRenewalType")
                        .asInt())
                .isEqualTo(2);
        Answer renewed = deployer.post(
                ENROLLMENT + "/Renew",
                "{\"Thumbprint\": \"" + first.get("Thumbprint").asText() + "\"}");
        assertThat(renewed.status()).as(renewed.body()).isEqualTo(200);
        int renewedId = renewed.json().get("KeyfactorId").asInt();

        WireFiles.of("Enrollment.Renew")
                .with("serial", renewed.json().get("SerialNumber").asText())
                .with("thumbprint", renewed.json().get("Thumbprint").asText())
                .with("issuer", renewed.json().get("IssuerDN").asText())
                .with("password", renewed.json().get("Password").asText())
                .with("certificate-id", renewedId)
                .assertResponse("renewed", 200, renewed);
        assertThat(renewedId).isNotEqualTo(firstId);
        Tools.write(folder, "leaf.der", derOf(renewedId));
        assertThat(openssl(folder, "x509", "-inform", "DER", "-in", "leaf.der", "-noout", "-text"))
                .contains("DNS:renewed.example.test, DNS:too.example.test", "O = Example", "(384 bit)");
        assertThat(enrollment.count(
                        "SELECT count(*) FROM certificate_metadata m JOIN metadata_field f ON f.id = m.field_id"
                                + " WHERE m.certificate_id = ? AND f.name = ? AND m.value = 'mine'",
                        renewedId,
                        field))
                .isEqualTo(1);
        assertThat(keys(renewedId)).isEqualTo(1);
        assertThat(world.audited(2001, 9, renewed.json().get("Thumbprint").asText()))
                .isEqualTo(1);
        assertThat(enrollment.count(
                        "SELECT count(*) FROM enrollment WHERE certificate_id = ? AND renewed_from = ?",
                        renewedId,
                        firstId))
                .isEqualTo(1);
    }

    private String metadataField() {
        String name = world.unique("enrolment");
        enrollment.execute("""
                INSERT INTO metadata_field (name, description, data_type, enrollment, allow_api, explicit_update, display_order)
                VALUES (?, '', 1, 0, true, false, 1)
                """, name);
        return name;
    }

    @Test
    void metadataThatTheTemplateRequiresMustBeThere() {
        String field = metadataField();
        long id = enrollment.count("SELECT id FROM metadata_field WHERE name = ?", field);
        String template = enrollment.template("{\"MetadataFields\": [{\"MetadataId\": " + id
                + ", \"Enrollment\": 1, \"Validation\": \"[a-z]+\", \"Message\": \"Only small letters.\"}]}");
        String subject = "{\"Subject\": \"CN=metadata.example.test\", \"Template\": \"" + template + "\"";

        Answer without = pfx(enroller, subject + "}");
        Answer unfit = pfx(enroller, subject + ", \"Metadata\": {\"" + field + "\": \"X1\"}}");
        Answer fit = pfx(
                enroller, subject + ", \"Metadata\": {\"" + field.toUpperCase(java.util.Locale.ROOT) + "\": \"abc\"}}");

        assertThat(without.json().get("Message").asText()).contains("Metadata." + field + " is required");
        assertThat(unfit.json().get("Message").asText()).isEqualTo("Only small letters.");
        assertThat(fit.json().at("/Metadata/" + field).asText()).as(fit.body()).isEqualTo("abc");
    }

    @Test
    void howACertificateCanBeRenewedDependsOnItsTemplate() {
        String seeded = enrollment.template("{\"AllowOneClickRenewals\": false}");
        int id = information(
                        pfx(deployer, "{\"Subject\": \"CN=seeded.example.test\", \"Template\": \"" + seeded + "\"}"))
                .get("KeyfactorId")
                .asInt();

        WireFiles wire = WireFiles.of("Enrollment.AvailableRenewal").with("template", seeded);
        wire.assertResponse("seeded", 200, deployer.get(ENROLLMENT + "/AvailableRenewal/Id/" + id));
        wire.assertResponse("unknown", 404, deployer.get(ENROLLMENT + "/AvailableRenewal/Id/424242424"));
        wire.assertResponse("unknown-thumbprint", 404, deployer.get(ENROLLMENT + "/AvailableRenewal/Thumbprint/AB"));
        assertThat(enroller.get(ENROLLMENT + "/AvailableRenewal/Id/" + id).status())
                .as("without the right to see certificates")
                .isEqualTo(403);
    }

    @Test
    void aCallerIsToldByWhatTheyCanEnroll() {
        String forOthers =
                enrollment.template("{\"UseAllowedRequesters\": true, \"AllowedRequesters\": [\"Somebody\"]}");
        String onlyCsr = enrollment.template("{\"AllowedEnrollmentTypes\": 2}");

        Answer csr = ApiClient.as(TestUser.CSR_ENROLLER).get(ENROLLMENT + "/CSR/Context/My");
        Answer pfx = enroller.get(ENROLLMENT + "/PFX/Context/My");

        assertThat(csr.json().get("Templates").findValuesAsText("Name"))
                .contains("WebServer", onlyCsr)
                .doesNotContain(forOthers);
        assertThat(pfx.json().get("Templates").findValuesAsText("Name"))
                .contains("WebServer")
                .doesNotContain(forOthers, onlyCsr);
        assertThat(pfx.json().get("StandaloneCAs").size()).isPositive();
        assertThat(pfx.json().at("/Templates/0/CAs").size()).isPositive();
    }

    @Test
    void theRulesInForceAreToldToWhoeverMayEnroll() {
        WireFiles wire = WireFiles.of("Enrollment.Settings");

        wire.assertResponse("web-server", 200, enroller.get(ENROLLMENT + "/Settings/1"));
        wire.assertResponse("unknown", 404, enroller.get(ENROLLMENT + "/Settings/424242"));
        assertThat(ApiClient.as(TestUser.CSR_ENROLLER)
                        .get(ENROLLMENT + "/Settings/1")
                        .status())
                .isEqualTo(200);
        wire.assertResponse(
                "too-little", 403, ApiClient.as(TestUser.TEMPLATES_READER).get(ENROLLMENT + "/Settings/1"));
    }
}
