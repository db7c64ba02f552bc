package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStoreJobs.ADD;
import static io.quartermaster.server.store.ApiStoreJobs.MANAGEMENT;
import static io.quartermaster.server.store.ApiStoreJobs.REMOVE;
import static io.quartermaster.server.store.ApiStoreJobs.entry;
import static io.quartermaster.server.store.ApiStoreJobs.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import io.quartermaster.server.store.ApiStoreJobs.Known;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the resource {@code keyfactor_certificate_deployment} of terraform sends and waits for. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class TerraformDeploymentTrapsTest {
    private final ApiClient terraform = ApiClient.as(TestUser.CERTIFICATE_DEPLOYER);
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private UUID agent = new UUID(0, 0);
    private UUID store = agent;

    @Inject
    ApiStoreJobs jobs;

    @BeforeEach
    void aStore() {
        agent = jobs.agent();
        store = jobs.store(agent, StoreFixture.JKS, null);
    }

    private UUID deploy(Known certificate, String alias) {
        return ordered(terraform.post(ADD, """
                {"CertificateId":%d,"CertificateStores":[{"CertificateStoreId":"%s","Alias":"%s","Overwrite":true,
                 "EntryPassword":null,"IncludePrivateKey":true}],"Schedule":{"Immediate":true}}
                """.formatted(certificate.id(), store, alias)));
    }

    private boolean isDeployed(Known certificate, String alias) {
        JsonNode inventory = admin.get("/KeyfactorAPI/CertificateStores/" + store + "/Inventory?query.pageReturned=1")
                .json();
        for (JsonNode entry : inventory) {
            if (entry.get("Name").asText().equals(alias)
                    && entry.at("/Certificates/0/Id").asInt() == certificate.id()) {
                return true;
            }
        }
        return false;
    }

    /** It polls the inventory for a million rounds, with back-off, and never looks elsewhere. */
    @Test
    void aDeploymentIsDoneWhenTheInventoryHoldsTheAliasAndTheId() {
        Known certificate = jobs.certificate("app.example.test", true);
        UUID job = deploy(certificate, "App-TLS");
        assertThat(isDeployed(certificate, "App-TLS")).isFalse();
        AgentSession session = jobs.session(agent);
        jobs.run(MANAGEMENT, session, job, 2);
        jobs.inventory(session, store, entry("App-TLS", certificate, true));
        assertThat(isDeployed(certificate, "App-TLS"))
                .as("in the case it was sent in")
                .isTrue();
    }

    @Test
    void aSecondDeploymentOfTheSameAliasReplacesTheFirst() {
        Known first = jobs.certificate("app.example.test", true);
        Known second = jobs.certificate("app.example.test", true);
        AgentSession session = jobs.session(agent);
        jobs.run(MANAGEMENT, session, deploy(first, "app"), 2);
        jobs.inventory(session, store, entry("app", first, true));
        jobs.run(MANAGEMENT, session, deploy(second, "app"), 2);
        jobs.inventory(session, store, entry("app", second, true));
        assertThat(isDeployed(second, "app")).isTrue();
        assertThat(isDeployed(first, "app")).isFalse();
    }

    @Test
    void aDestroyedDeploymentIsGoneFromTheInventory() {
        Known certificate = jobs.certificate("app.example.test", true);
        Known other = jobs.certificate("other.example.test", true);
        jobs.holds(agent, store, entry("app", certificate, true), entry("other", other, true));
        UUID job = ordered(terraform.post(REMOVE, """
                {"CertificateId":%d,"CertificateStores":[{"CertificateStoreId":"%s","Alias":"app"}],
                 "Schedule":{"Immediate":true}}
                """.formatted(certificate.id(), store)));
        AgentSession session = jobs.session(agent);
        jobs.run(MANAGEMENT, session, job, 2);
        jobs.inventory(session, store, entry("other", other, true));
        assertThat(isDeployed(certificate, "app")).isFalse();
        assertThat(jobs.listed(job).get("Verified").asText()).isEqualTo("Confirmed");
    }

    /** The newest version follows the job's id through the history, also through retries. */
    @Test
    void theIdThatAddAnswersIsTheJobIdOfTheHistory() {
        Known certificate = jobs.certificate("app.example.test", true);
        UUID job = deploy(certificate, "app");
        jobs.run(MANAGEMENT, jobs.session(agent), job, 3);
        JsonNode row = jobs.history(job).get(0);
        assertThat(row.get("JobId").asText()).isEqualTo(job.toString());
        for (String member : new String[] {
            "JobHistoryId",
            "JobId",
            "JobType",
            "OperationStart",
            "OperationEnd",
            "Message",
            "Result",
            "Status",
            "StorePath",
            "ClientMachine",
            "AgentMachine"
        }) {
            assertThat(row.has(member)).as(member).isTrue();
        }
        assertThat(row.get("Result").isInt()).isTrue();
        assertThat(row.get("Status").asInt()).isEqualTo(3);
    }
}
