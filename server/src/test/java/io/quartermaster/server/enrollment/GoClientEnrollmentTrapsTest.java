package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.ApiEnrollment.ENROLLMENT;
import static io.quartermaster.server.enrollment.ApiEnrollment.information;
import static io.quartermaster.server.enrollment.ApiEnrollment.pfx;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Go client sends to enroll, and what it decodes without asking. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class GoClientEnrollmentTrapsTest {
    private final ApiClient client = ApiClient.as(TestUser.ADMIN);

    @TempDir
    Path folder;

    /** It takes the first certificate of a PFX for the leaf, whatever order was asked for. */
    @Test
    void theFirstCertificateOfAPfxIsTheLeaf() {
        JsonNode enrolled = information(pfx(
                client,
                "{\"Subject\": \"CN=first.example.test\", \"IncludeChain\": true, \"ChainOrder\": \"RootFirst\"}"));
        ApiEnrollment.writeBlob(folder, "made.pfx", enrolled);

        String text = Tools.openssl(
                folder, "pkcs12", "-in", "made.pfx", "-passin", "pass:" + ApiEnrollment.PASSWORD, "-nokeys");

        assertThat(text.indexOf("subject=CN = first.example.test")).isNotNegative();
        assertThat(text.lines().filter(line -> line.startsWith("subject=")).findFirst())
                .contains("subject=CN = first.example.test");
    }

    /** A slash at the end is built into its path, and every GET has the body null. */
    @Test
    void templatesAreListedUnderAPathWithASlashAndABody() {
        Answer listed = client.send("GET", "/KeyfactorAPI/Templates/", Optional.of("null"));

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.json().isArray()).isTrue();
        assertThat(client.send("GET", ENROLLMENT + "/PFX/Context/My", Optional.of("null"))
                        .status())
                .isEqualTo(200);
    }

    /** Clients read pages until one is empty. */
    @Test
    void aPagePastTheEndIsEmpty() {
        Answer past = client.get("/KeyfactorAPI/Templates?sq.pageReturned=999&sq.returnLimit=50");

        assertThat(past.status()).isEqualTo(200);
        assertThat(past.json()).isEmpty();
        assertThat(past.header("X-Total-Count")).isNotEqualTo("0");
    }

    /** The response of a CSR spells the id in another way than that of a PFX; it decodes each by its own name. */
    @Test
    void theIdIsSpeltAsItWasRecorded() {
        String csr = Tools.csr(folder, "go", "/CN=go.example.test", "");
        JsonNode byCsr = information(client.post(ENROLLMENT + "/CSR", ApiEnrollment.csrBody(csr, "{}")));
        JsonNode byPfx = information(pfx(client, "{\"Subject\": \"CN=go.example.test\"}"));

        assertThat(byCsr.has("KeyfactorID")).isTrue();
        assertThat(byPfx.has("KeyfactorId")).isTrue();
        assertThat(byCsr.get("Certificates").isArray()).isTrue();
        assertThat(byPfx.get("Pkcs12Blob").isTextual()).isTrue();
        assertThat(byCsr.get("WorkflowReferenceId").isNumber()).isTrue();
    }

    /** Members in any case, booleans and numbers as texts. */
    @Test
    void membersAreReadAsScriptsSpellThem() {
        Answer answer = client.post(ENROLLMENT + "/pfx", """
                {"subject": "CN=spelling.example.test", "template": "webserver", "password": "correct horse",
                 "includeChain": "False", "keyLength": "3072", "keyType": "rsa", "sans": {"DNS": ["spelling.example.test"]}}
                """);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
