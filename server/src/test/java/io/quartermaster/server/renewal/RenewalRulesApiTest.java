package io.quartermaster.server.renewal;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /qm/v1/renewal-rules} and {@code /qm/v1/renewals} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class RenewalRulesApiTest {
    private static final String RULES = "/qm/v1/renewal-rules";
    private static final String NOBODY = "0b5e8c1e-6b9d-4c58-9a3e-000000000001";

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private WireFiles wire = WireFiles.of("RenewalRules");
    private String name = "";

    @Inject
    ApiWorld world;

    @BeforeEach
    void aName() {
        name = world.unique("Web servers ");
        world.container(5);
        wire = wire.with("name", name);
    }

    private Answer create() {
        return admin.post(RULES, wire.request("container"));
    }

    private WireFiles named(Answer answer) {
        return wire.with("id", answer.json().get("Id").asText());
    }

    @Test
    void aRuleIsCreatedReadReplacedAndDeleted() {
        Answer created = create();
        named(created).assertResponse("container", 200, created);
        String id = created.json().get("Id").asText();
        named(created).assertResponse("container", 200, admin.get(RULES + "/" + id));
        assertThat(admin.get(RULES).body()).contains(id);

        Answer replaced = admin.put(RULES + "/" + id, wire.request("query"));
        named(created).assertResponse("query", 200, replaced);
        assertThat(world.audited(3024, 1, name)).isEqualTo(1);
        assertThat(world.audited(3024, 2, name)).isEqualTo(1);

        assertThat(admin.delete(RULES + "/" + id).status()).isEqualTo(204);
        assertThat(admin.get(RULES + "/" + id).status()).isEqualTo(404);
        assertThat(world.audited(3024, 3, name)).isEqualTo(1);
    }

    @Test
    void aNameIsTakenOnce() {
        create();
        wire.assertResponse("taken", 400, create());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-name|{}",
                "no-scope|{\"Name\": \"x\", \"DaysBefore\": 5, \"Way\": \"ServerKey\"}",
                "two-scopes|{\"Name\": \"x\", \"ContainerId\": 5, \"Query\": \"Id -eq 1\", \"DaysBefore\": 5, \"Way\": \"ServerKey\"}",
                "no-time|{\"Name\": \"x\", \"ContainerId\": 5, \"Way\": \"ServerKey\"}",
                "too-early|{\"Name\": \"x\", \"ContainerId\": 5, \"ShareLeft\": 67, \"Way\": \"ServerKey\"}",
                "no-way|{\"Name\": \"x\", \"ContainerId\": 5, \"DaysBefore\": 5}",
                "unknown-way|{\"Name\": \"x\", \"ContainerId\": 5, \"DaysBefore\": 5, \"Way\": \"Pigeon\"}",
                "unknown-container|{\"Name\": \"x\", \"ContainerId\": 9999, \"DaysBefore\": 5, \"Way\": \"ServerKey\"}",
                "unknown-certificate|{\"Name\": \"x\", \"CertificateId\": 999999, \"DaysBefore\": 5, \"Way\": \"ServerKey\"}",
                "unknown-template|{\"Name\": \"x\", \"ContainerId\": 5, \"DaysBefore\": 5, \"Way\": \"ServerKey\", \"Template\": \"Nothing\"}",
                "bad-query|{\"Name\": \"x\", \"Query\": \"Shoe -eq 1\", \"DaysBefore\": 5, \"Way\": \"ServerKey\"}",
                "bad-endpoint|{\"Name\": \"x\", \"ContainerId\": 5, \"DaysBefore\": 5, \"Way\": \"ServerKey\", \"Endpoints\": [\"https://x\"]}"
            })
    void whatIsNoRuleIsRefused(String file, String body) {
        Answer answer = admin.post(RULES, body);
        if (file.equals("bad-query")) {
            // The sentence lists the fields, to which other tests add metadata.
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("ErrorCode").asText()).isEqualTo("0xA0110021");
        } else {
            wire.assertResponse(file, 400, answer);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        wire.assertResponse("unknown", 404, admin.get(RULES + "/" + NOBODY));
        assertThat(admin.put(RULES + "/" + NOBODY, wire.request("container")).status())
                .isEqualTo(404);
        assertThat(admin.delete(RULES + "/" + NOBODY).status()).isEqualTo(404);
        assertThat(admin.get("/qm/v1/renewals/" + NOBODY).status()).isEqualTo(404);
        assertThat(admin.post("/qm/v1/renewals/" + NOBODY + "/retry", "").status())
                .isEqualTo(404);
        assertThat(admin.get("/qm/v1/renewals?State=Lost").status()).isEqualTo(400);
        assertThat(admin.get("/qm/v1/renewals?State=failed&Limit=1").status()).isEqualTo(200);
    }

    @Test
    void aRenewalThatIsAskedForNeedsARuleAndACertificate() {
        String rule = create().json().get("Id").asText();
        String renewals = "/qm/v1/renewals";
        assertThat(admin.post(renewals, "{}").body()).contains("RuleId is missing");
        assertThat(admin.post(renewals, "{\"RuleId\": \"" + rule + "\"}").body())
                .contains("CertificateId is missing");
        assertThat(admin.post(renewals, "{\"RuleId\": \"" + NOBODY + "\", \"CertificateId\": 1}")
                        .body())
                .contains("no renewal rule " + NOBODY);
        assertThat(admin.post(renewals, "{\"RuleId\": \"" + rule + "\", \"CertificateId\": 999999999}")
                        .body())
                .contains("no certificate 999999999");
    }
}
