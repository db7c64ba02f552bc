package io.quartermaster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.cli.Secret;
import io.quartermaster.cli.api.ApiClient;
import io.quartermaster.cli.process.Leash;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server and an agent as processes, on real certificate stores, from their discovery to a renewed certificate. openssl and
 * keytool look into the stores after each step.
 */
class CertificateStoresProcessTest {
    private static final Secret PASSWORD = new Secret("correct horse");
    private static final String ALIAS = "shop";

    @TempDir
    private Path temporary = Path.of(".");

    private final Programs programs = Programs.built();
    private final StoreReaders readers = new StoreReaders(programs.keytool());
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private Household household = new Household(new DemoFolder(temporary, true));
    private ApiClient api;
    private StoreCalls calls;
    private ApproveAgent.Agent agent;
    private Path stores = temporary;

    @BeforeEach
    void startServerAndAgent() throws Exception {
        DemoFolder folder = DemoFolder.at(temporary.resolve("demo"));
        household = new Household(folder);
        InstantSource clock = InstantSource.system();
        Waiting waiting = new Waiting(clock, pause -> Thread.sleep(pause));
        Narration narration = new Narration(new PrintStream(told, true, StandardCharsets.UTF_8), false, clock);
        Leash leash = Leash.found();
        StartServer.Server server = new StartServer(
                        programs, folder, household, leash, waiting, clock, new SecureRandom(), narration)
                .run();
        agent = new ApproveAgent(programs, folder, household, leash, waiting, narration)
                .run(server, programs.jdk().resolve("lib"));
        api = server.api();
        calls = new StoreCalls(api, household, waiting);
        stores = folder.stores();
    }

    @AfterEach
    void stop() {
        assertThat(household.close(true)).isEmpty();
    }

    /** A store of each type, with what the independent reader makes of it. */
    private record Store(RealStore real, String id) {
        Path path() {
            return real.path();
        }
    }

    @Test
    void storesAreFoundFilledChangedEmptiedReenrolledAndRenewedAsOpensslAndKeytoolSee() throws Exception {
        readers.makeKeystore(stores.resolve("app.jks"), "JKS", "old", PASSWORD);
        readers.makeKeystore(stores.resolve("app.p12"), "PKCS12", "old", PASSWORD);
        readers.makePem(stores.resolve("app.pem"), "old");

        Store jks = discovered(RealStore.Type.JKS, "jks");
        Store p12 = discovered(RealStore.Type.PKCS12, "p12");
        Store pem = discovered(RealStore.Type.PEM, "pem");
        calls.inventoryNow(List.of(jks.id(), p12.id(), pem.id()));
        for (Store store : List.of(jks, p12, pem)) {
            calls.awaitLeaves("the inventory of " + store.path(), store.id(), leaves -> leaves.size() == 1);
        }
        assertInventoriesAgree(jks, p12, pem);

        Enrolled first = enroll("CN=shop.example.com,O=Example");
        add(first, jks, p12, pem);
        assertHolds(first, jks, p12, pem);

        Enrolled second = enroll("CN=shop.example.com,O=Example");
        add(second, jks, p12, pem);
        assertHolds(second, jks, p12, pem);
        assertThat(Files.readString(pem.path())).contains("BEGIN CERTIFICATE");

        remove(jks, ALIAS);
        assertThat(readers.keystore(jks.path(), PASSWORD)).containsOnlyKeys("old");
        add(second, jks);

        String onDevice = reenroll(p12, "on-device");
        assertThat(readers.keystore(p12.path(), PASSWORD)).containsEntry("on-device", "key " + onDevice);

        renew(second, jks, p12, pem);
    }

    @Test
    void withAWrongPasswordTheJobFailsSaysSoAndTheStoreIsAsItWas() throws Exception {
        Path file = stores.resolve("app.p12");
        readers.makeKeystore(file, "PKCS12", "old", PASSWORD);
        byte[] before = Files.readAllBytes(file);
        RealStore real = new RealStore("", file, RealStore.Type.PKCS12, Optional.of(new Secret("wrong")));
        Store store = new Store(real, calls.create(agent, real, false, "{}"));
        Enrolled enrolled = enroll("CN=shop.example.com");

        JsonNode end = calls.awaitEnd(addJobs(enrolled, store).getFirst());

        assertThat(HistoryRow.of(end).succeeded()).isFalse();
        assertThat(end.path("Message").asText())
                .containsIgnoringCase("password")
                .contains(file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var left = Files.list(stores)) {
            assertThat(left.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".qm-new") || name.endsWith(".qm-journal")))
                    .isEmpty();
        }
    }

    // ---------------------------------------------------------------------------------------------------- steps

    private Store discovered(RealStore.Type type, String extension) throws Exception {
        ObjectNode order = api.object()
                .put("ClientMachine", ApproveAgent.NAME)
                .put("AgentId", agent.id())
                .put("Type", type.number())
                .put("Dirs", stores.toString())
                .put("Extensions", extension);
        order.putObject("KeyfactorSchedule").put("Immediate", true);
        api.put("CertificateStores/DiscoveryJob", order);
        Path file = stores.resolve("app." + extension);
        JsonNode found = waitForStore("StorePath -eq \"" + file + "\" AND Approved -eq false");

        ObjectNode approval = api.object().put("Id", found.path("Id").asText()).put("CertStoreType", type.number());
        approval.put("Properties", "{}");
        if (type != RealStore.Type.PEM) {
            approval.putObject("Password").put("SecretValue", PASSWORD.reveal());
        }
        ArrayNode approvals = api.object().putArray("all");
        approvals.add(approval);
        api.post("CertificateStores/Approve", approvals);
        Optional<Secret> password = type == RealStore.Type.PEM ? Optional.empty() : Optional.of(PASSWORD);
        return new Store(
                new RealStore("", file, type, password), found.path("Id").asText());
    }

    private JsonNode waitForStore(String query) throws InterruptedException {
        for (int look = 0; look < 300; look++) {
            household.requireAlive();
            List<JsonNode> rows =
                    api.first("CertificateStores", Map.of("QueryString", query)).rows();
            if (!rows.isEmpty()) {
                return rows.getFirst();
            }
            Thread.sleep(200);
        }
        throw new AssertionError("No store was found by " + query);
    }

    /** A certificate that the server has issued, whose key it keeps. */
    private record Enrolled(int id, String thumbprint) {}

    private Enrolled enroll(String subject) {
        ObjectNode order = api.object()
                .put("Subject", subject)
                .put("Password", PASSWORD.reveal())
                .put("Template", "WebServer")
                .put("IncludeChain", true)
                .put("Timestamp", InstantSource.system().instant().toString());
        order.putObject("SANs").putArray("dns").add("shop.example.com");
        JsonNode information = api.post("Enrollment/PFX", order).path("CertificateInformation");
        assertThat(information.path("RequestDisposition").asText()).isEqualTo("ISSUED");
        return new Enrolled(
                information.path("KeyfactorId").asInt(),
                information.path("Thumbprint").asText());
    }

    private List<String> addJobs(Enrolled certificate, Store... to) {
        ObjectNode order = api.object().put("CertificateId", certificate.id());
        ArrayNode all = order.putArray("CertificateStores");
        for (Store store : to) {
            all.addObject()
                    .put("CertificateStoreId", store.id())
                    .put("Alias", store.real().type() == RealStore.Type.PEM ? "" : ALIAS)
                    .put("Overwrite", true)
                    .put("IncludePrivateKey", true);
        }
        order.putObject("Schedule").put("Immediate", true);
        List<String> jobs = new ArrayList<>();
        api.post("CertificateStores/Certificates/Add", order).forEach(job -> jobs.add(job.asText()));
        assertThat(jobs).hasSize(to.length);
        return jobs;
    }

    private void add(Enrolled certificate, Store... to) throws Exception {
        for (String job : addJobs(certificate, to)) {
            assertSucceeded(calls.awaitEnd(job));
        }
        for (Store store : to) {
            calls.awaitLeaves(
                    certificate.thumbprint() + " in " + store.path(),
                    store.id(),
                    leaves -> leaves.containsValue(certificate.thumbprint()));
        }
    }

    private static void assertSucceeded(JsonNode end) {
        assertThat(HistoryRow.of(end).succeeded())
                .as(end.path("Message").asText())
                .isTrue();
    }

    private void remove(Store store, String alias) throws Exception {
        ObjectNode order = api.object();
        order.putArray("CertificateStores")
                .addObject()
                .put("CertificateStoreId", store.id())
                .put("Alias", alias);
        order.putObject("Schedule").put("Immediate", true);
        String job =
                api.post("CertificateStores/Certificates/Remove", order).path(0).asText();
        assertSucceeded(calls.awaitEnd(job));
        calls.awaitLeaves(alias + " to be gone", store.id(), leaves -> !leaves.containsKey(alias));
    }

    /** @return the thumbprint of the certificate for the key that the agent made */
    private String reenroll(Store store, String alias) throws Exception {
        ObjectNode order = api.object()
                .put("KeystoreId", store.id())
                .put("SubjectName", "CN=on-device.example.com,O=\"Example, Inc.\"")
                .put("AgentGuid", agent.id())
                .put("Alias", alias)
                .put("CertificateTemplate", "WebServer");
        order.putObject("JobProperties");
        api.post("CertificateStores/Reenrollment", order);
        assertSucceeded(calls.awaitEnd("Reenrollment", store.path()));
        calls.awaitLeaves(alias + " in " + store.path(), store.id(), leaves -> leaves.containsKey(alias));
        return String.valueOf(calls.leaves(store.id()).get(alias));
    }

    private void renew(Enrolled old, Store... where) throws Exception {
        JsonNode rule = api.post(
                "/qm/v1/renewal-rules",
                api.object()
                        .put("Name", "shop")
                        .put("CertificateId", old.id())
                        .put("DaysBefore", 30)
                        .put("Way", "ServerKey"));
        JsonNode renewal = api.post(
                "/qm/v1/renewals",
                api.object().put("RuleId", rule.path("Id").asText()).put("CertificateId", old.id()));
        String path = "/qm/v1/renewals/" + renewal.path("Id").asText();
        JsonNode end = renewal;
        for (int look = 0;
                look < 600
                        && !List.of("Done", "Failed").contains(end.path("State").asText());
                look++) {
            household.requireAlive();
            Thread.sleep(200);
            end = api.get(path).path("Renewal");
        }
        assertThat(end.path("State").asText()).as(end.toString()).isEqualTo("Done");
        int newId = end.path("NewCertificateId").asInt();
        String thumbprint = api.get("Certificates/" + newId).path("Thumbprint").asText();
        assertThat(thumbprint).isNotEqualTo(old.thumbprint());
        assertHolds(new Enrolled(newId, thumbprint), where);
    }

    // ------------------------------------------------------------------------------------------------ what is seen

    private void assertHolds(Enrolled certificate, Store... where) throws Exception {
        for (Store store : where) {
            if (store.real().type() == RealStore.Type.PEM) {
                assertThat(readers.pem(store.path()).getFirst()).isEqualTo(certificate.thumbprint());
                assertThat(readers.pemKeyFits(store.path())).isTrue();
            } else {
                assertThat(readers.keystore(store.path(), PASSWORD))
                        .as(store.path().toString())
                        .containsEntry(ALIAS, "key " + certificate.thumbprint());
            }
            assertThat(calls.leaves(store.id())).containsValue(certificate.thumbprint());
        }
    }

    private void assertInventoriesAgree(Store... all) throws Exception {
        for (Store store : all) {
            Map<String, String> leaves = calls.leaves(store.id());
            if (store.real().type() == RealStore.Type.PEM) {
                assertThat(leaves.values()).containsExactlyElementsOf(readers.pem(store.path()));
            } else {
                readers.keystore(store.path(), PASSWORD)
                        .forEach((alias, thumbprint) ->
                                assertThat(leaves).containsEntry(alias, thumbprint.replace("key ", "")));
            }
        }
    }
}
