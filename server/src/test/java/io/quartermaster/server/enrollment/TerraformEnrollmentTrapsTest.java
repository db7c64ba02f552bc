package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.ApiEnrollment.ENROLLMENT;
import static io.quartermaster.server.enrollment.ApiEnrollment.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Terraform provider sends to enroll, and what it would break on. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class TerraformEnrollmentTrapsTest {
    private final ApiClient terraform = ApiClient.as(TestUser.ADMIN);

    @TempDir
    Path folder;

    /** Version 2 of PFX with the format STORE; every member is sent, most of them empty. */
    @Test
    void anEnrolmentByVersionTwoIsIssuedAtOnce() {
        Answer answer = terraform
                .with("x-keyfactor-api-version", "2")
                .with("x-certificateformat", "STORE")
                .post(ENROLLMENT + "/PFX", """
                        {"CustomFriendlyName": "", "Password": "%s", "PopulateMissingValuesFromAD": false,
                         "Subject": "CN=tf.example.test,O=Example,C=US", "IncludeChain": false,
                         "RenewalCertificateId": 0, "CertificateAuthority": "", "Template": "WebServer",
                         "SANs": {"DNS": ["tf.example.test"], "IP4": null, "URI": []}, "Metadata": {},
                         "Timestamp": "2026-01-31T10:00:00Z", "AdditionalEnrollmentFields": {}, "ChainOrder": "",
                         "KeyType": "", "KeyLength": 0, "Stores": [], "InstallIntoExistingCertificateStores": false,
                         "EnrollmentPatternId": 0}
                        """.formatted(PASSWORD));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode information = answer.json().get("CertificateInformation");
        assertThat(information.get("RequestDisposition").asText()).isEqualTo("ISSUED");
        assertThat(information.get("KeyfactorId").isInt()).isTrue();
        assertThat(information.get("KeyfactorRequestId").asInt()).isZero();
        assertThat(information.get("StoreIdsInvalidForRenewal").isArray()).isTrue();
        assertThat(answer.json().get("SuccessfulStores").isNull()).isTrue();
        assertThat(answer.json().get("Metadata").isObject()).isTrue();
    }

    /** It reads how keys are kept, and recovers only where the answer is another text than None. */
    @Test
    void howATemplateKeepsKeysIsAText() {
        JsonNode templates =
                terraform.get("/KeyfactorAPI/Templates?pq.pageReturned=1").json();

        for (JsonNode template : templates) {
            assertThat(template.get("KeyRetention").isTextual()).isTrue();
            assertThat(template.get("AllowedRequesters").isArray()).isTrue();
            assertThat(template.get("EnrollmentFields").isArray()).isTrue();
        }
    }

    /** A role binding sends the whole template back, with numbers or names as it has read them. */
    @Test
    void aTemplateThatWasReadCanBeSentBack() {
        JsonNode read = terraform.get("/KeyfactorAPI/Templates/3").json();

        Answer written = terraform.put("/KeyfactorAPI/Templates", read.toString());

        assertThat(written.status()).as(written.body()).isEqualTo(200);
        assertThat(written.json()).isEqualTo(read);
    }

    /** The CSR comes from a file with the line ends of another system. */
    @Test
    void aSigningRequestWithOtherLineEndsIsRead() {
        String csr = Tools.csr(folder, "tf", "/CN=crlf.example.test", "").replace("\n", "\\r\\n");

        Answer answer = terraform.post(
                ENROLLMENT + "/CSR", "{\"CSR\": \"" + csr + "\", \"Template\": \"WebServer\", \"IncludeChain\": true}");

        JsonNode information = answer.json().get("CertificateInformation");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(information.get("KeyfactorID").isInt()).isTrue();
        assertThat(information.at("/Certificates/0").asText())
                .startsWith("#CN=crlf.example.test\n-----BEGIN CERTIFICATE-----\n");
    }

    /** What was wrong stands in Message, which is all that a plan shows. */
    @Test
    void aRefusalIsAnObjectWithAMessage() {
        Answer refused = terraform.post(ENROLLMENT + "/PFX", "{\"Subject\": \"CN=x\", \"Template\": \"Nothing\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("Message").asText()).contains("Template 'Nothing' does not exist");
    }
}
