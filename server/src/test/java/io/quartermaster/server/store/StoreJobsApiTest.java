package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStoreJobs.ADD;
import static io.quartermaster.server.store.ApiStoreJobs.INVENTORY;
import static io.quartermaster.server.store.ApiStoreJobs.MANAGEMENT;
import static io.quartermaster.server.store.ApiStoreJobs.PARAMETERS_TYPE;
import static io.quartermaster.server.store.ApiStoreJobs.REMOVE;
import static io.quartermaster.server.store.ApiStoreJobs.addition;
import static io.quartermaster.server.store.ApiStoreJobs.entry;
import static io.quartermaster.server.store.ApiStoreJobs.ordered;
import static io.quartermaster.server.store.ApiStoreJobs.removal;
import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import io.quartermaster.server.store.ApiStoreJobs.Known;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POST /CertificateStores/Certificates/Add and /Remove, what agents are told of it, and what follows. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class StoreJobsApiTest {
    private final ApiClient deployer = ApiClient.as(TestUser.CERTIFICATE_DEPLOYER);
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private UUID agent = new UUID(0, 0);

    @Inject
    ApiWorld world;

    @Inject
    ApiStoreJobs jobs;

    @BeforeEach
    void anAgent() {
        agent = jobs.agent();
    }

    private Answer add(int certificate, UUID store, String members) {
        return deployer.post(ADD, addition(certificate, store, members));
    }

    private Answer remove(UUID store, String alias) {
        return deployer.post(REMOVE, removal(store, "\"Alias\": \"" + alias + "\""));
    }

    private static void assertRefused(Answer answer, String code, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().get("Message").asText()).contains(message);
    }

    // ------------------------------------------------------------------------------------------------- the whole way

    @Test
    void aCertificateWithItsKeyIsAddedAndTheInventoryShowsIt() throws Exception {
        UUID store = jobs.store(agent, StoreFixture.JKS, null);
        String path = admin.get(STORES + "/" + store).json().get("Storepath").asText();
        String machine =
                admin.get(STORES + "/" + store).json().get("ClientMachine").asText();
        Known certificate = jobs.certificate("app.example.test", true);
        WireFiles wire =
                WireFiles.of("CertificateStores.Add").with("store", store).with("certificate", certificate.id());

        Answer answer = deployer.post(ADD, wire.request("with-key"));
        UUID job = ordered(answer);
        wire.with("job", job).assertResponse("with-key", 200, answer);

        AgentSession session = jobs.session(agent);
        JsonNode begun = jobs.begin(MANAGEMENT, session, job);
        JsonNode told = begun.get("Job");
        String pfxPassword = told.get("PfxPassword").asText();
        assertThat(pfxPassword).hasSize(32);
        KeyStore pfx = KeyStore.getInstance("PKCS12");
        pfx.load(
                new ByteArrayInputStream(
                        Base64.getDecoder().decode(told.get("EntryContents").asText())),
                pfxPassword.toCharArray());
        List<String> aliases = Collections.list(pfx.aliases());
        assertThat(aliases).hasSize(1);
        assertThat(pfx.getKey(aliases.getFirst(), pfxPassword.toCharArray())).isNotNull();
        Certificate[] chain = pfx.getCertificateChain(aliases.getFirst());
        assertThat(chain[0].getEncoded()).isEqualTo(certificate.der());
        assertThat(jobs.begin(MANAGEMENT, session, job).at("/Job/PfxPassword").asText())
                .as("each file has its own")
                .isNotEqualTo(pfxPassword);
        long attempt = begun.get("AuditId").asLong();
        WireFiles configure = WireFiles.of("CertStoreManagement.Configure")
                .with("machine", machine)
                .with("path", path)
                .with("attempt", attempt)
                .with("thumbprint", certificate.thumbprint())
                .with("pfx", told.get("EntryContents").asText())
                .with("pfx-password", pfxPassword)
                .with("certificate", Base64.getEncoder().encodeToString(certificate.der()));
        // The answer as it was, once more with the password that it had.
        configure.assertResponse("add-with-key", 200, new Answer(200, Map.of(), begun.toString()));

        JsonNode completed = jobs.complete(MANAGEMENT, session, job, attempt, 2);
        UUID followUp = jobs.followUp(store);
        assertThat(completed.get("InventoryJob").asText()).isEqualTo(followUp.toString());
        assertThat(jobs.complete(MANAGEMENT, session, job, attempt, 2))
                .as("a repeat is answered like the first")
                .isEqualTo(completed);
        assertThat(jobs.followUps(store)).isEqualTo(1);
        assertThat(jobs.listed(job).get("Verified").asText()).isEqualTo("Unknown");

        jobs.inventory(session, store, entry("app-tls", certificate, true));

        JsonNode inventory = admin.get(STORES + "/" + store + "/Inventory").json();
        assertThat(inventory.at("/0/Name").asText()).isEqualTo("app-tls");
        assertThat(inventory.at("/0/Certificates/0/Id").asInt()).isEqualTo(certificate.id());
        JsonNode history = jobs.history(job);
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.at("/0/JobId").asText()).isEqualTo(job.toString());
        assertThat(history.at("/0/Result").asInt()).isEqualTo(2);
        assertThat(history.at("/0/JobType").asText()).isEqualTo("JKSManagement");
        JsonNode listed = jobs.listed(job);
        assertThat(listed.get("Said").asInt()).isEqualTo(2);
        assertThat(listed.get("Verified").asText()).isEqualTo("Confirmed");
        assertThat(listed.get("Verification").asText())
                .isEqualTo(
                        "The orchestrator said that it was done; the inventory shows the certificate as \"app-tls\".");
        assertThat(admin.get("/qm/v1/jobs/" + job + "/timeline").body()).contains("VERIFIED");
    }

    @Test
    void anEntryIsRemovedAndTheInventoryShowsThatItIsGone() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        Known other = jobs.certificate("other.example.test", false);
        jobs.holds(agent, store, entry("app-tls", certificate, false), entry("other", other, false));
        WireFiles wire = WireFiles.of("CertificateStores.Remove").with("store", store);
        Answer answer = deployer.post(REMOVE, wire.request("by-alias"));
        UUID job = ordered(answer);
        wire.with("job", job).assertResponse("by-alias", 200, answer);

        AgentSession session = jobs.session(agent);
        JsonNode told = jobs.begin(MANAGEMENT, session, job).get("Job");
        assertThat(told.get("OperationType").asInt()).isEqualTo(3);
        assertThat(told.get("Alias").asText()).isEqualTo("app-tls");
        assertThat(told.get("Thumbprint").asText()).isEqualTo(certificate.thumbprint());
        assertThat(told.get("EntryContents").isNull()).isTrue();
        jobs.run(MANAGEMENT, session, job, 2);
        jobs.inventory(session, store, entry("other", other, false));
        assertThat(jobs.listed(job).get("Verified").asText()).isEqualTo("Confirmed");
    }

    @Test
    void whatALaterJobHasUndoneIsNotContradicted() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known old = jobs.certificate("old.example.test", false);
        Known first = jobs.certificate("first.example.test", false);
        Known second = jobs.certificate("second.example.test", false);
        jobs.holds(agent, store, entry("old", old, false));
        UUID one = ordered(add(first.id(), store, "\"Alias\": \"app\""));
        UUID two = ordered(add(second.id(), store, "\"Alias\": \"app\", \"Overwrite\": true"));
        AgentSession session = jobs.session(agent);
        jobs.run(MANAGEMENT, session, one, 2);
        jobs.run(MANAGEMENT, session, two, 2);
        jobs.inventory(session, store, entry("old", old, false), entry("app", second, false));
        assertThat(jobs.listed(one).get("Verified").asText()).isEqualTo("Superseded");
        assertThat(jobs.listed(two).get("Verified").asText()).isEqualTo("Confirmed");
    }

    @Test
    void whatTheAgentOnlySaidIsContradictedByTheInventory() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known old = jobs.certificate("old.example.test", false);
        Known certificate = jobs.certificate("app.example.test", false);
        jobs.holds(agent, store, entry("old", old, false));
        UUID job = ordered(add(certificate.id(), store, "\"Alias\": \"app\""));
        AgentSession session = jobs.session(agent);
        jobs.run(MANAGEMENT, session, job, 2);
        jobs.inventory(session, store, entry("old", old, false));
        assertThat(jobs.listed(job).get("Verified").asText()).isEqualTo("Contradicted");
        assertThat(jobs.listed(job).get("Verification").asText())
                .isEqualTo("The orchestrator said that it was done, but the inventory does not show the certificate as"
                        + " \"app\".");
    }

    @Test
    void aFailedJobIsFollowedByAnInventoryTooAndTriedAgainUnderItsId() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = ordered(add(certificate.id(), store, "\"Alias\": \"app\""));
        AgentSession session = jobs.session(agent);
        jobs.run(MANAGEMENT, session, job, 4);
        jobs.inventory(session, store, entry("app", certificate, false));
        assertThat(jobs.listed(job).get("Verification").asText())
                .isEqualTo("The orchestrator said that it failed, but the inventory shows the certificate as \"app\".");
        world.makeDue(job);
        jobs.run(MANAGEMENT, jobs.session(agent), job, 2);
        JsonNode history = jobs.history(job);
        assertThat(history.size())
                .as("both attempts have the id that Add answered")
                .isEqualTo(2);
        assertThat(history.at("/0/Result").asInt()).isEqualTo(2);
        assertThat(history.at("/1/Status").asInt()).isEqualTo(5);
    }

    @Test
    void oneStoreHasOneAttemptAtATime() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID first = ordered(add(certificate.id(), store, "\"Alias\": \"one\""));
        UUID second = ordered(add(certificate.id(), store, "\"Alias\": \"two\""));
        AgentSession session = jobs.session(agent);
        long attempt = jobs.begin(MANAGEMENT, session, first).get("AuditId").asLong();
        assertThat(jobs.configure(MANAGEMENT, session, second)
                        .at("/Result/Status")
                        .asInt())
                .isEqualTo(2);
        jobs.complete(MANAGEMENT, session, first, attempt, 2);
        jobs.run(MANAGEMENT, session, second, 2);
        assertThat(jobs.followUps(store)).as("one inventory waits for both").isEqualTo(1);
    }

    @Test
    void aStoreThatMayBeMissingIsMadeAtOnce() {
        UUID store = ApiStores.id(admin.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "/srv/new.p12", "CertStoreType": 101, "AgentId": "%s",
                 "CreateIfMissing": true, "Password": {"SecretValue": "changeit"}}
                """.formatted(world.machine(), agent)));
        UUID job = UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'", store));
        AgentSession session = jobs.session(agent);
        JsonNode told = jobs.begin(MANAGEMENT, session, job).get("Job");
        assertThat(told.get("OperationType").asInt()).isEqualTo(4);
        assertThat(told.get("CreateIfMissing").asBoolean()).isTrue();
        jobs.run(MANAGEMENT, session, job, 2);
        jobs.inventory(session, store);
        assertThat(jobs.listed(job).get("Verification").asText())
                .isEqualTo("The orchestrator said that it was done; the inventory shows the store.");
    }

    @Test
    void theParametersThatAnAgentFindsAreShownWithTheEntry() {
        UUID store = jobs.store(agent, StoreFixture.JKS, null);
        Known certificate = jobs.certificate("app.example.test", false);
        String found = entry("app", certificate, true);
        String withParameters = found.strip().replaceFirst("\\}$", ", \"Parameters\": {\"Site\": \"shop\"}}");
        jobs.holds(agent, store, withParameters);
        assertThat(parametersOf(store)).isEqualTo("{\"Site\":\"shop\",\"PrivateKeyEntry\":\"Yes\"}");
        jobs.holds(agent, store, found);
        assertThat(parametersOf(store)).as("nothing was said of them").contains("shop");
        jobs.holds(agent, store, withParameters.replace("shop", "mail"));
        assertThat(parametersOf(store)).contains("mail");
    }

    private String parametersOf(UUID store) {
        return admin.get(STORES + "/" + store + "/Inventory")
                .json()
                .at("/0/Parameters")
                .toString();
    }

    // ------------------------------------------------------------------------------------- what goes away meanwhile

    @Test
    void aJobWhoseStoreWasDeletedIsCancelled() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = ordered(add(certificate.id(), store, ""));
        assertThat(admin.delete(STORES + "/" + store).status()).isEqualTo(204);
        assertThat(jobs.configure(MANAGEMENT, jobs.session(agent), job)
                        .get("JobCancelled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aStoreThatIsDeletedDuringTheAttemptGetsNoInventory() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = ordered(add(certificate.id(), store, ""));
        AgentSession session = jobs.session(agent);
        long attempt = jobs.begin(MANAGEMENT, session, job).get("AuditId").asLong();
        assertThat(admin.delete(STORES + "/" + store).status()).isEqualTo(204);
        assertThat(jobs.complete(MANAGEMENT, session, job, attempt, 2)
                        .get("InventoryJob")
                        .isNull())
                .isTrue();
        assertThat(jobs.followUps(store)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "certificate_private_key, The private key of the certificate is not kept any more.",
        "certificate, The certificate was deleted."
    })
    void aJobWhoseCertificateOrKeyWasDeletedIsCancelled(String table, String reason) {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", true);
        UUID job = ordered(add(certificate.id(), store, "\"IncludePrivateKey\": true"));
        world.run("DELETE FROM certificate_private_key WHERE certificate_id = ?", certificate.id());
        if (table.equals("certificate")) {
            world.run("DELETE FROM certificate WHERE id = ?", certificate.id());
        }
        assertThat(jobs.configure(MANAGEMENT, jobs.session(agent), job)
                        .get("JobCancelled")
                        .asBoolean())
                .isTrue();
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(admin.get("/qm/v1/jobs/" + job + "/timeline").body()).contains("WITHDRAWN", reason);
    }

    // ----------------------------------------------------------------------------------------------------- the rules

    @Test
    void parametersPasswordsAndSchedulesReachTheAgent() {
        jobs.parametersType();
        UUID store = jobs.store(agent, PARAMETERS_TYPE, null);
        Known certificate = jobs.certificate("app.example.test", true);
        UUID job = ordered(add(certificate.id(), store, """
                "Alias": "app", "Overwrite": true, "IncludePrivateKey": true, "EntryPassword": null,
                "JobFields": {"site": "shop", "Key Owner": 7, "Pin": {"value": {"SecretValue": "hunter2"}}, "Color": null}
                """));
        assertThat(world.count(
                        "SELECT count(*) FROM scheduled_job WHERE id = ? AND CAST(fields AS text) LIKE '%hunter2%'",
                        job))
                .isZero();
        JsonNode told = jobs.begin(MANAGEMENT, jobs.session(agent), job).get("Job");
        assertThat(told.get("JobFields").toString())
                .isEqualTo("{\"Site\":\"shop\",\"Default\":\"false\",\"Key Owner\":\"7\",\"Pin\":\"hunter2\"}");
        assertThat(told.get("StorePassword").asText()).isEqualTo("changeit");
        assertThat(told.get("Overwrite").asBoolean()).isTrue();
        assertThat(world.audited(3007, 18, job.toString())).isEqualTo(1);
        assertThat(world.audited(3007, 18, "hunter2")).isZero();
    }

    @Test
    void aTimeToComeIsKept() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = ordered(deployer.post(ADD, """
                {"CertificateId": "%d", "CertificateStores": [{"CertificateStoreId": "%s"}],
                 "Schedule": {"ExactlyOnce": {"Time": "2099-01-31 10:00:00Z"}}}
                """.formatted(certificate.id(), store)));
        assertThat(jobs.configure(MANAGEMENT, jobs.session(agent), job)
                        .at("/Result/Status")
                        .asInt())
                .isEqualTo(2);
        assertThat(admin.get("/qm/v1/jobs/" + job).json().get("NextRun").asText())
                .isEqualTo("2099-01-31T10:00:00Z");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"CertificateStores": [{"CertificateStoreId": "STORE"}]} | 0xA0110001 | CertificateId is required.
            {"CertificateId": CERT} | 0xA0110001 | CertificateStores must have 1 to 10000 entries; this request has 0.
            {"CertificateId": CERT, "CertificateStores": [null]} | 0xA0110001 | CertificateStores[0] must be an object, not null.
            {"CertificateId": CERT, "CertificateStores": [{}]} | 0xA0110001 | CertificateStores[0].CertificateStoreId is required.
            {"CertificateId": 2147480000, "CertificateStores": [{"CertificateStoreId": "STORE"}]} | 0xA0110022 | There is no certificate 2147480000.
            {"CertificateId": CERT, "CertificateStores": [{"CertificateStoreId": "UNKNOWN"}]} | 0xA0110022 | 1 store of this request does not exist.
            {"CertificateId": CERT, "CertificateStores": [{"CertificateStoreId": "STORE"}], "Schedule": {"Interval": {"Minutes": 5}}} | 0xA0110024 | Schedule
            {"CertificateId": CERT, "CertificateStores": [{"CertificateStoreId": "STORE", "IncludePrivateKey": true}]} | 0xA0110002 | No private key could be found for the given certificate.
            {"CertificateId": CERT, "CertificateStores": [{"CertificateStoreId": "STORE", "EntryPassword": {"SecretValue": "x"}}]} | 0xA0110001 | EntryPassword: entries of PKCS12 stores have no password of their own.
            {"CertificateId": CERT, "CertificateStores": [{"CertificateStoreId": "STORE", "JobFields": {"Site": "x"}}]} | 0xA0110001 | JobFields: entries of PKCS12 stores have no parameter Site
            """)
    void whatIsWrongWithAnAdditionIsNamed(String body, String code, String message) {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        assertRefused(
                deployer.post(
                        ADD,
                        body.replace("STORE", store.toString())
                                .replace("CERT", String.valueOf(certificate.id()))
                                .replace("UNKNOWN", UNKNOWN)),
                code,
                message);
        assertThat(world.count("SELECT count(*) FROM scheduled_job WHERE store_id = ?", store))
                .isZero();
    }

    @Test
    void everyStoreThatIsToBlameIsNamedAndNothingIsDone() {
        jobs.parametersType();
        UUID good = jobs.store(agent, StoreFixture.PKCS12, null);
        UUID noAlias = jobs.store(agent, PARAMETERS_TYPE, null);
        UUID noSite = jobs.store(agent, PARAMETERS_TYPE, null);
        Known certificate = jobs.certificate("app.example.test", false);
        Answer answer = deployer.post(ADD, """
                {"CertificateId": %d, "Schedule": {"Immediate": true}, "CertificateStores": [
                  {"CertificateStoreId": "%s"}, {"CertificateStoreId": "%s"}, {"CertificateStoreId": "%s", "Alias": "a"}]}
                """.formatted(certificate.id(), good, noAlias, noSite));
        assertRefused(answer, "0xA0110001", "Store 2 of 3, ");
        JsonNode failed = answer.json().get("FailedOperations");
        assertThat(failed.size()).isEqualTo(2);
        assertThat(failed.at("/0/Reason").asText()).isEqualTo("Alias is required for PARAMTEST stores.");
        assertThat(failed.at("/1/Reason").asText()).isEqualTo("JobFields: Site is required for PARAMTEST stores.");
        assertThat(world.count("SELECT count(*) FROM scheduled_job WHERE store_id = ?", good))
                .isZero();
    }

    @Test
    void theIdsOfTheJobsComeInTheOrderOfTheStores() {
        UUID one = jobs.store(agent, StoreFixture.PKCS12, null);
        UUID two = jobs.store(agent, StoreFixture.JKS, null);
        Known certificate = jobs.certificate("app.example.test", false);
        JsonNode answer =
                deployer.post(ADD, """
                        {"CertificateId": %d, "Schedule": {"Immediate": true},
                         "CertificateStores": [{"CertificateStoreId": "%s"}, {"CertificateStoreId": "%s"}]}
                        """.formatted(certificate.id(), two, one)).json();
        assertThat(admin.get("/qm/v1/jobs/" + answer.get(0).asText())
                        .json()
                        .get("StoreId")
                        .asText())
                .isEqualTo(two.toString());
        assertThat(admin.get("/qm/v1/jobs/" + answer.get(1).asText())
                        .json()
                        .get("StoreId")
                        .asText())
                .isEqualTo(one.toString());
    }

    @Test
    void anEntryThatIsThereIsReplacedOnlyWhenThatIsSaid() {
        UUID store = jobs.store(agent, StoreFixture.JKS, null);
        Known certificate = jobs.certificate("app.example.test", false);
        jobs.holds(agent, store, entry("App-TLS", certificate, false));
        assertRefused(
                add(certificate.id(), store, "\"Alias\": \"app-tls\""),
                "0xA0110001",
                "Alias: the store has an entry \"App-TLS\" already. Send Overwrite: true to replace it.");
        ordered(add(certificate.id(), store, "\"Alias\": \"app-tls\", \"Overwrite\": \"True\""));
    }

    @Test
    void anAliasThatTheTypeForbidsIsPassedOver() {
        UUID store = jobs.store(agent, StoreFixture.PEM, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = ordered(add(certificate.id(), store, "\"Alias\": \"chosen\""));
        assertThat(jobs.begin(MANAGEMENT, jobs.session(agent), job)
                        .at("/Job/Alias")
                        .asText())
                .isEmpty();
    }

    @Test
    void theAgentMustBeApprovedAndAbleToDoIt() {
        UUID reader = world.agent("CertStores.PKCS12.Inventory");
        UUID store = jobs.store(reader, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        assertRefused(
                add(certificate.id(), store, ""), "0xA0110025", "it has not announced CertStores.PKCS12.Management.");
        world.run("UPDATE agent SET status = 3 WHERE id = ?", reader);
        assertRefused(add(certificate.id(), store, ""), "0xA0110025", "is not approved.");
    }

    @Test
    void aStoreMustBeApprovedAndHaveAnAgent() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        world.run("UPDATE certificate_store SET approved = FALSE WHERE id = ?", store);
        assertRefused(add(certificate.id(), store, ""), "0xA0110023", "The store is not approved.");
        world.run("UPDATE certificate_store SET approved = TRUE, agent_id = NULL WHERE id = ?", store);
        assertRefused(add(certificate.id(), store, ""), "0xA0110023", "The store has no agent.");
    }

    @Test
    void whatIsRemovedMustBeThere() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        assertRefused(
                remove(store, "nothing"), "0xA0110001", "Alias \"nothing\": the inventory of the store has no such");
        assertRefused(remove(store, ""), "0xA0110001", "Alias is required");
    }

    @Test
    void aRemovalNeedsTheParametersThatRemovalsNeed() {
        jobs.parametersType();
        UUID store = jobs.store(agent, PARAMETERS_TYPE, null);
        jobs.holds(agent, store, entry("app", jobs.certificate("app.example.test", false), false));
        assertRefused(remove(store, "app"), "0xA0110001", "JobFields: Ticket is required for PARAMTEST stores.");
        UUID job = ordered(
                deployer.post(REMOVE, removal(store, "\"Alias\": \"APP\", \"JobFields\": {\"Ticket\": \"CHG-7\"}")));
        JsonNode told = jobs.begin(MANAGEMENT, jobs.session(agent), job).get("Job");
        assertThat(told.get("Alias").asText()).isEqualTo("app");
        assertThat(told.at("/JobFields/Ticket").asText()).isEqualTo("CHG-7");
    }

    // ------------------------------------------------------------------------------------------------- who may do it

    @Test
    void aDeployerOfAContainerReachesItsStoresOnly() {
        ApiClient ofSeventy = ApiClient.as(TestUser.DEPLOYER_OF_CONTAINER_70);
        Known certificate = jobs.certificate("app.example.test", false);
        ordered(ofSeventy.post(ADD, addition(certificate.id(), jobs.store(agent, StoreFixture.PKCS12, 70), "")));
        for (UUID elsewhere :
                List.of(jobs.store(agent, StoreFixture.PKCS12, 80), jobs.store(agent, StoreFixture.PKCS12, null))) {
            Answer answer = ofSeventy.post(ADD, addition(certificate.id(), elsewhere, ""));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().get("Message").asText()).contains("/certificate_stores/schedule/");
            assertThat(ofSeventy
                            .post(REMOVE, removal(elsewhere, "\"Alias\": \"a\""))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whoMayNotSeeCertificatesMayNotDeployThem() {
        ApiClient scheduler = ApiClient.as(TestUser.STORES_SCHEDULER);
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        for (Answer answer : List.of(
                scheduler.post(ADD, addition(certificate.id(), store, "")),
                scheduler.post(REMOVE, removal(store, "\"Alias\": \"a\"")))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().get("Message").asText()).contains("/certificates/collections/read/");
        }
    }

    @Test
    void aCertificateOfNoSuchCollectionIsNotDeployed() {
        UUID store = jobs.store(agent, StoreFixture.PKCS12, null);
        Known certificate = jobs.certificate("app.example.test", false);
        Answer answer = admin.post(ADD, """
                {"CertificateId": %d, "CollectionId": 2147480000, "CertificateStores": [{"CertificateStoreId": "%s"}]}
                """.formatted(certificate.id(), store));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("Message").asText()).isEqualTo("There is no certificate collection 2147480000.");
    }

    // ------------------------------------------------------------------------------------- unschedule, undo, and again

    private String unscheduled(UUID job) {
        Answer answer = admin.post("/KeyfactorAPI/OrchestratorJobs/Unschedule", "{\"JobIds\": [\"" + job + "\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return admin.get("/qm/v1/operations?Limit=1").json().at("/Items/0/Id").asText();
    }

    private UUID withEntryPassword(UUID store, int certificate) {
        return ordered(add(certificate, store, """
                "Alias": "app", "EntryPassword": {"SecretValue": "hunter2"}"""));
    }

    @Test
    void anUnscheduledJobComesBackWithItsPassword() {
        UUID store = jobs.store(agent, StoreFixture.JKS, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = withEntryPassword(store, certificate.id());
        String operation = unscheduled(job);
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(admin.post("/qm/v1/operations/" + operation + "/undo", "{}").status())
                .isEqualTo(200);
        UUID restored = UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'", store));
        AgentSession session = jobs.session(agent);
        JsonNode begun = jobs.begin(MANAGEMENT, session, restored);
        assertThat(begun.at("/Job/EntryPassword").asText()).isEqualTo("hunter2");
        jobs.complete(MANAGEMENT, session, restored, begun.get("AuditId").asLong(), 2);
        assertThat(secretsOf(restored)).as("nobody needs it any more").isZero();
    }

    private long secretsOf(UUID job) {
        return world.count("SELECT count(*) FROM job_secret WHERE job_id = ?", job);
    }

    @Test
    void aFailedJobIsOrderedOnceMoreWithItsPassword() {
        UUID store = jobs.store(agent, StoreFixture.JKS, null);
        Known certificate = jobs.certificate("app.example.test", false);
        UUID job = withEntryPassword(store, certificate.id());
        world.run("UPDATE scheduled_job SET retry_count = 50 WHERE id = ?", job);
        AgentSession session = jobs.session(agent);
        long failed = jobs.begin(MANAGEMENT, session, job).get("AuditId").asLong();
        jobs.complete(MANAGEMENT, session, job, failed, 4);
        jobs.inventory(session, store);
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(secretsOf(job)).isEqualTo(1);
        Answer again = admin.post("/KeyfactorAPI/OrchestratorJobs/Reschedule", "{\"JobAuditIds\": [" + failed + "]}");
        assertThat(again.status()).as(again.body()).isEqualTo(204);
        UUID copy = UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'", store));
        JsonNode begun = jobs.begin(MANAGEMENT, session, copy);
        assertThat(begun.at("/Job/EntryPassword").asText()).isEqualTo("hunter2");
        jobs.complete(MANAGEMENT, session, copy, begun.get("AuditId").asLong(), 2);
        assertThat(secretsOf(copy)).isZero();
        assertThat(world.count(
                        "SELECT count(*) FROM job_history h, jsonb_each(h.fields) AS f JOIN secret s"
                                + " ON CAST(s.id AS text) = f.value ->> 'secret' WHERE h.job_id = ?",
                        job))
                .as("the failure was acknowledged by that, but its secret goes with the nightly task")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void whyAndTheQueriesKnowTheKind() {
        UUID store = jobs.store(agent, StoreFixture.JKS, null);
        UUID job = ordered(add(jobs.certificate("app.example.test", false).id(), store, "\"Alias\": \"app\""));
        assertThat(admin.get("/qm/v1/jobs/" + job + "/why").status()).isEqualTo(200);
        assertThat(admin.get(
                                "/KeyfactorAPI/OrchestratorJobs/ScheduledJobs?QueryString=JobType+-contains+%22Management%22"
                                        + "+AND+AgentId+-eq+%22" + agent + "%22")
                        .body())
                .contains(job.toString());
        assertThat(jobs.configure(INVENTORY, jobs.session(agent), job)
                        .at("/Job/OperationType")
                        .asInt())
                .as("the job decides what is answered, not the path")
                .isEqualTo(2);
    }
}
