package io.quartermaster.server.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /AgentBluePrint}, and the difference before one is applied, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AgentBlueprintApiTest {
    private static final String BLUEPRINTS = "/KeyfactorAPI/AgentBluePrint";
    private static final String GENERATE = BLUEPRINTS + "/GenerateBluePrint";
    private static final String APPLY = BLUEPRINTS + "/ApplyBlueprint";
    private static final String UNKNOWN = "01980000-0000-7000-8000-0000000000ff";
    private static final String PEM = "CertStores.PEM.Inventory";
    private static final String JKS = "CertStores.JKS.Inventory";
    private static final String LOGS = "Custom.FetchLogs";

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient manager = ApiClient.as(TestUser.BLUEPRINTS_MANAGER);
    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);
    private String type = "";
    private String name = "";
    private UUID source = UUID.fromString(UNKNOWN);

    @Inject
    ApiWorld world;

    @BeforeEach
    void anAgentWithACustomJobType() {
        world.container(5);
        type = world.unique("Type");
        name = world.unique("Blueprint");
        source = capable(2);
        post("/KeyfactorAPI/JobTypes/Custom", """
                {"JobTypeName": "%s", "JobTypeFields": [{"Name": "Host", "Type": 1}, {"Name": "Token", "Type": 5}]}
                """.formatted(type));
    }

    private WireFiles wire(String operation) {
        return WireFiles.of(operation)
                .with("name", name)
                .with("type", type)
                .with("source", source)
                .with("unknown", UNKNOWN);
    }

    private JsonNode post(String path, String json) {
        Answer answer = admin.post(path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** An agent that can do all that blueprints of these tests hold. */
    private UUID capable(int status) {
        return world.agent(world.machine(), status, PEM, JKS, LOGS, "Custom." + type);
    }

    private String machineOf(UUID agent) {
        return admin.get("/KeyfactorAPI/Agents/" + agent)
                .json()
                .get("ClientMachine")
                .asText();
    }

    private void pem(UUID agent, String machine, String path, String more) {
        post("/KeyfactorAPI/CertificateStores", """
                {"ClientMachine": "%s", "Storepath": "%s", "CertStoreType": 2, "AgentId": "%s" %s}
                """.formatted(machine, path, agent, more));
    }

    /** Stores and jobs of the source without secrets. */
    private void plainStoresAndJobs() {
        String machine = machineOf(source);
        pem(
                source,
                machine,
                "/etc/ssl/site.pem",
                ", \"ContainerId\": 5, \"InventorySchedule\": {\"Daily\": {\"Time\": \"2026-11-25T07:00:00Z\"}}");
        pem(source, machine, "/etc/ssl/zone.pem", ", \"Properties\": \"{\\\"separatePrivateKey\\\":\\\"false\\\"}\"");
        customJob("\"Interval\": {\"Minutes\": 60}", "\"Host\": \"web\"");
        post("/KeyfactorAPI/OrchestratorJobs/Custom", """
                {"AgentId": "%s", "JobTypeName": "FetchLogs", "Schedule": {"Weekly": {"Days": [1], "Time": "2026-11-25T06:00:00Z"}}}
                """.formatted(source));
    }

    private void customJob(String schedule, String fields) {
        post("/KeyfactorAPI/OrchestratorJobs/Custom", """
                {"AgentId": "%s", "JobTypeName": "%s", "Schedule": {%s}, "JobFields": {%s}}
                """.formatted(source, type, schedule, fields));
    }

    private void storeWithAPassword() {
        post("/KeyfactorAPI/CertificateStores", """
                {"ClientMachine": "%s", "Storepath": "/opt/app.jks", "CertStoreType": 0, "AgentId": "%s",
                 "Password": {"SecretValue": "hunter2"}, "InventorySchedule": {"Interval": {"Minutes": 30}}}
                """.formatted(machineOf(source), source));
    }

    private void jobWithASecret() {
        customJob("\"Interval\": {\"Minutes\": 90}", "\"Host\": \"mail\", \"Token\": \"changeit\"");
    }

    private String generate() {
        Answer answer = manager.post(GENERATE + "?agentId=" + source + "&name=" + name, "null");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("AgentBlueprintId").asText();
    }

    /** With names for the ids of stores and jobs of the blueprint, in the order of their lists. */
    private WireFiles named(String operation, String blueprint) {
        WireFiles named = wire(operation).with("blueprint", blueprint);
        for (String list : List.of("Stores", "Jobs")) {
            String member = list.equals("Stores") ? "AgentBlueprintStoreId" : "AgentBlueprintJobId";
            int place = 0;
            for (JsonNode part :
                    reader.get(BLUEPRINTS + "/" + blueprint + "/" + list).json()) {
                place++;
                named = named.with(
                        (list.equals("Stores") ? "store-" : "job-") + place,
                        part.get(member).asText());
                if (list.equals("Jobs") && part.get("JobTypeName").asText().equals(type)) {
                    named = named.with("type-id", part.get("JobType").asText());
                }
            }
        }
        return named;
    }

    private Answer apply(ApiClient client, String blueprint, UUID... agents) {
        return client.post(APPLY + "?templateId=" + blueprint, ids(agents));
    }

    private Answer diff(ApiClient client, String blueprint, UUID... agents) {
        return client.post("/qm/v1/blueprints/" + blueprint + "/diff", "{\"AgentIds\":" + ids(agents) + "}");
    }

    private static String ids(UUID... agents) {
        return Stream.of(agents).map(id -> '"' + id.toString() + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private long storesOf(UUID agent) {
        return world.count("SELECT count(*) FROM certificate_store WHERE agent_id = ?", agent);
    }

    private long jobsOf(UUID agent) {
        return world.count("SELECT count(*) FROM scheduled_job WHERE agent_id = ?", agent);
    }

    // ------------------------------------------------------------------------------------------------ making one

    @Test
    void aBlueprintHoldsTheStoresAndRecurringJobsOfItsAgent() {
        plainStoresAndJobs();

        Answer made = manager.post(GENERATE + "?agentId=" + source + "&name=" + name, "null");

        String id = made.json().path("AgentBlueprintId").asText();
        named("AgentBluePrint.Generate", id).assertResponse("from-parameters", 200, made);
        named("AgentBluePrint.Get", id).assertResponse("one", 200, reader.get(BLUEPRINTS + "/" + id));
        named("AgentBluePrint.Stores", id)
                .assertResponse("by-path", 200, reader.get(BLUEPRINTS + "/" + id + "/Stores"));
        Answer jobs = reader.get(BLUEPRINTS + "/" + id + "/Jobs");
        named("AgentBluePrint.Jobs", id).assertResponse("by-path", 200, jobs);
        assertThat(jobs.header("X-Total-Count")).isEqualTo("3");
        assertThat(world.audited(3003, 1, id)).isEqualTo(1);
    }

    @Test
    void agentAndNameMayStandInTheBody() {
        WireFiles generate = wire("AgentBluePrint.Generate");

        Answer made = manager.post(GENERATE, generate.request("from-the-body"));

        generate.with("blueprint", made.json().path("AgentBlueprintId").asText())
                .assertResponse("from-the-body", 200, made);
    }

    @Test
    void aRequestWithoutAnyBodyIsEnough() {
        Answer made = manager.send("POST", GENERATE + "?agentId=" + source + "&name=" + name, Optional.empty());

        assertThat(made.status()).as(made.body()).isEqualTo(200);
    }

    @Test
    void secretsAreNeverPartOfIt() {
        storeWithAPassword();
        jobWithASecret();

        String id = generate();

        Answer stores = reader.get(BLUEPRINTS + "/" + id + "/Stores");
        Answer jobs = reader.get(BLUEPRINTS + "/" + id + "/Jobs");
        named("AgentBluePrint.Stores", id).assertResponse("with-a-password", 200, stores);
        named("AgentBluePrint.Jobs", id).assertResponse("with-a-secret", 200, jobs);
        for (String table : List.of("agent_blueprint", "agent_blueprint_store", "agent_blueprint_job")) {
            assertThat(
                            world.count(
                                    "SELECT count(*) FROM " + table
                                            + " AS b WHERE CAST(b AS text) LIKE '%hunter2%' OR CAST(b AS text) LIKE '%changeit%'"
                                            + " OR EXISTS (SELECT FROM secret s WHERE strpos(CAST(b AS text), CAST(s.id AS text)) > 0)"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void whatAnotherMachineCannotHaveIsLeftOut() {
        customJob("\"Immediate\": true", "\"Host\": \"once\"");
        world.store(source, null);
        world.job(source, JobKind.DISCOVERY, null, "I_60");
        pem(source, machineOf(source), "/etc/ssl/waiting.pem", "");
        world.run("UPDATE certificate_store SET approved = false WHERE agent_id = ? AND store_type_id = 2", source);

        String id = generate();

        assertThat(reader.get(BLUEPRINTS + "/" + id + "/Stores").json()).isEmpty();
        assertThat(reader.get(BLUEPRINTS + "/" + id + "/Jobs").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no-name", "blank-name", "no-agent", "agent-no-guid", "unknown-agent", "two-agents", "no-json"})
    void whatIsNoBlueprintIsRefused(String file) {
        WireFiles generate = wire("AgentBluePrint.Generate");

        generate.assertResponse(file, 400, manager.post(GENERATE, generate.request(file)));
    }

    @Test
    void aNameThatIsTooLongOrTakenIsRefused() {
        WireFiles generate = wire("AgentBluePrint.Generate").with("too-long", "x".repeat(GivenName.LENGTH_MAX + 1));
        generate.assertResponse("long-name", 400, manager.post(GENERATE, generate.request("long-name")));

        generate();

        generate.assertResponse("name-taken", 400, manager.post(GENERATE, generate.request("from-the-body")));
    }

    @Test
    void whoMayNotReadTheStoresCannotShowThemToOthers() {
        plainStoresAndJobs();

        Answer refused =
                ApiClient.as(TestUser.AGENTS_MANAGER).post(GENERATE + "?agentId=" + source + "&name=" + name, "null");

        wire("AgentBluePrint.Generate").assertResponse("store-out-of-reach", 403, refused);
    }

    // ----------------------------------------------------------------------------------------------------- lists

    @Test
    void blueprintsAreListedAndDeleted() {
        String id = generate();
        String query = "?QueryString=Name%20-eq%20%22" + name + "%22";

        Answer listed = reader.get(BLUEPRINTS + query);
        assertThat(listed.header("X-Total-Count")).isEqualTo("1");
        named("AgentBluePrint.List", id).assertResponse("by-name", 200, listed);

        Answer deleted = manager.delete(BLUEPRINTS + "/" + id);
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(reader.get(BLUEPRINTS + query).json()).isEmpty();
        assertThat(world.audited(3003, 3, id)).isEqualTo(1);
        for (String operation : List.of("Get", "Stores", "Jobs", "Delete")) {
            String path = BLUEPRINTS + "/" + id + (operation.endsWith("s") ? "/" + operation : "");
            Answer gone = operation.equals("Delete") ? manager.delete(path) : reader.get(path);
            wire("AgentBluePrint." + operation).with("blueprint", id).assertResponse("unknown", 404, gone);
        }
        wire("AgentBluePrint.Apply").with("blueprint", id).assertResponse("unknown", 400, apply(manager, id, source));
        wire("qm.blueprints.diff").with("blueprint", id).assertResponse("unknown", 404, diff(manager, id, source));
    }

    @Test
    void whatIsNoIdIsRefused() {
        wire("AgentBluePrint.Get").assertResponse("no-guid", 400, reader.get(BLUEPRINTS + "/7"));
        wire("AgentBluePrint.Stores").assertResponse("no-guid", 400, reader.get(BLUEPRINTS + "/7/Stores"));
        wire("AgentBluePrint.Jobs").assertResponse("no-guid", 400, reader.get(BLUEPRINTS + "/7/Jobs"));
        wire("AgentBluePrint.Delete").assertResponse("no-guid", 400, manager.delete(BLUEPRINTS + "/7"));
        wire("AgentBluePrint.Apply")
                .assertResponse("template-no-guid", 400, manager.post(APPLY + "?templateId=7", ids(source)));
        wire("AgentBluePrint.Apply").assertResponse("no-template", 400, manager.post(APPLY, ids(source)));
    }

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Colour%20-eq%201",
        "unknown-sort-field,SortField=Colour",
        "direction,SortAscending=2",
        "page-zero,PageReturned=0",
        "limit-zero,ReturnLimit=0"
    })
    void whatCannotBeListedIsRefused(String file, String parameters) {
        wire("AgentBluePrint.List").assertResponse(file, 400, reader.get(BLUEPRINTS + "?" + parameters));
        for (String list : List.of("Stores", "Jobs")) {
            wire("AgentBluePrint." + list)
                    .assertResponse(file, 400, reader.get(BLUEPRINTS + "/" + UNKNOWN + "/" + list + "?" + parameters));
        }
    }

    // -------------------------------------------------------------------------------------------------- applying

    @Test
    void anAgentIsGivenWhatItDoesNotHaveAndNothingTwice() {
        plainStoresAndJobs();
        String id = generate();
        UUID first = capable(2);
        UUID second = capable(2);
        pem(second, "another-name.example.net", "/etc/ssl/site.pem", "");
        WireFiles wire = named("qm.blueprints.diff", id)
                .with("first", first)
                .with("second", second)
                .with("first-machine", machineOf(first))
                .with("second-machine", machineOf(second));

        wire.assertResponse("before", 200, diff(manager, id, second, first));
        assertThat(storesOf(first) + jobsOf(first))
                .as("a difference changes nothing")
                .isZero();
        Answer applied = apply(manager, id, first, second);

        assertThat(applied.status()).as(applied.body()).isEqualTo(204);
        assertThat(applied.body()).isEmpty();
        assertThat(storesOf(first)).isEqualTo(2);
        assertThat(jobsOf(first)).isEqualTo(3);
        assertThat(storesOf(second)).isEqualTo(2);
        assertThat(jobsOf(second))
                .as("the store that was there keeps its schedule, none")
                .isEqualTo(2);
        assertThat(world.count(
                        "SELECT count(*) FROM certificate_store WHERE agent_id = ? AND client_machine = ? AND container_id = 5",
                        first,
                        machineOf(first)))
                .isEqualTo(1);
        assertThat(admin.get("/KeyfactorAPI/Agents/" + first)
                        .json()
                        .get("Blueprint")
                        .asText())
                .isEqualTo(name);
        assertThat(world.audited(3003, 18, first.toString())).isEqualTo(1);
        assertThat(world.audited(3004, 1, first.toString())).isEqualTo(2);

        wire.assertResponse("after", 200, diff(manager, id, first, second));
        assertThat(apply(manager, id, first, second).status()).isEqualTo(204);
        assertThat(storesOf(first) + jobsOf(first) + storesOf(second) + jobsOf(second))
                .isEqualTo(9);
    }

    @Test
    void whatIsMadeIsLikeWhatWasThere() {
        plainStoresAndJobs();
        String id = generate();
        UUID target = capable(2);

        assertThat(apply(manager, id, target).status()).isEqualTo(204);

        String jobs = "SELECT count(*) FROM (SELECT kind, job_type_id, job_type, store_path, schedule, fields, priority"
                + " FROM scheduled_job WHERE agent_id = ? EXCEPT SELECT kind, job_type_id, job_type, store_path, schedule,"
                + " fields, priority FROM scheduled_job WHERE agent_id = ?) AS difference";
        String stores = "SELECT count(*) FROM (SELECT store_type_id, container_id, store_path, approved,"
                + " create_if_missing, properties FROM certificate_store WHERE agent_id = ? EXCEPT SELECT store_type_id,"
                + " container_id, store_path, approved, create_if_missing, properties FROM certificate_store"
                + " WHERE agent_id = ?) AS difference";
        for (String sql : List.of(jobs, stores)) {
            assertThat(world.count(sql, source, target)).as(sql).isZero();
            assertThat(world.count(sql, target, source)).as(sql).isZero();
        }
        assertThat(world.count("SELECT count(*) FROM agent_job_list WHERE agent_id = ? AND version > 0", target))
                .as("the agent is told")
                .isEqualTo(1);
    }

    @Test
    void agentsThatAreNotApprovedOrNotAbleRefuseTheWhole() {
        plainStoresAndJobs();
        String id = generate();
        UUID able = capable(2);
        UUID waiting = capable(1);
        UUID unable = world.agent(world.machine(), 2, PEM);
        WireFiles wire = named("AgentBluePrint.Apply", id)
                .with("able", able)
                .with("waiting", waiting)
                .with("unable", unable)
                .with("able-machine", machineOf(able))
                .with("waiting-machine", machineOf(waiting))
                .with("unable-machine", machineOf(unable));

        wire.assertResponse("agents-refused", 400, apply(manager, id, able, waiting, unable));

        assertThat(storesOf(able) + jobsOf(able)).isZero();
        assertThat(diff(manager, id, able, waiting, unable)
                        .json()
                        .get("Applicable")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void whatNeedsASecretIsNotMadeButMayBeThere() {
        storeWithAPassword();
        jobWithASecret();
        String id = generate();
        UUID target = capable(2);
        WireFiles wire =
                named("AgentBluePrint.Apply", id).with("target", target).with("target-machine", machineOf(target));

        wire.assertResponse("secrets", 400, apply(manager, id, target));
        named("qm.blueprints.diff", id)
                .with("target", target)
                .with("target-machine", machineOf(target))
                .assertResponse("secrets", 200, diff(manager, id, target));
        assertThat(storesOf(target) + jobsOf(target)).isZero();

        assertThat(apply(manager, id, source).status())
                .as("its own agent has both")
                .isEqualTo(204);
    }

    @Test
    void whoMayNotAddTheStoresCannotApplyIt() {
        plainStoresAndJobs();
        String id = generate();
        UUID target = capable(2);
        ApiClient withoutStores = ApiClient.as(TestUser.AGENTS_MANAGER);

        named("AgentBluePrint.Apply", id).assertResponse("store-out-of-reach", 403, apply(withoutStores, id, target));
        named("qm.blueprints.diff", id)
                .with("target", target)
                .with("target-machine", machineOf(target))
                .assertResponse("store-out-of-reach", 200, diff(withoutStores, id, target));

        assertThat(storesOf(target)).isZero();
        assertThat(apply(withoutStores, id, source).status())
                .as("nothing is added there")
                .isEqualTo(204);
    }

    @Test
    void aJobTypeThatIsGoneOrAnotherNowRefusesTheWhole() {
        customJob("\"Interval\": {\"Minutes\": 60}", "\"Host\": \"web\"");
        String id = generate();
        UUID target = capable(2);
        WireFiles wire = named("AgentBluePrint.Apply", id).with("target", target);
        world.run("DELETE FROM scheduled_job WHERE agent_id = ?", source);
        world.run("DELETE FROM custom_job_type_field WHERE name = 'Host' AND custom_job_type_id IN"
                + " (SELECT id FROM custom_job_type WHERE name = '" + type + "')");

        wire.assertResponse("job-type-changed", 400, apply(manager, id, target));
        world.run("DELETE FROM custom_job_type WHERE name = ?", type);
        wire.assertResponse("job-type-gone", 400, apply(manager, id, target));

        assertThat(jobsOf(target)).isZero();
    }

    @Test
    void twoAgentsOfOneMachineShareItsStores() {
        plainStoresAndJobs();
        String id = generate();
        UUID first = capable(2);
        UUID second = capable(2);
        world.run(
                "UPDATE agent SET username = 'another', client_machine = upper(?) WHERE id = ?",
                machineOf(first),
                second);

        assertThat(apply(manager, id, first, second).status()).isEqualTo(204);

        assertThat(storesOf(first)).isEqualTo(2);
        assertThat(storesOf(second)).isZero();
        assertThat(jobsOf(second)).as("the custom job and the log fetch").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "no-guid", "empty-entry", "no-list", "unknown-agent", "null", "no-json"})
    void aBodyThatIsNoListOfAgentsIsRefused(String file) {
        String id = generate();
        WireFiles apply = wire("AgentBluePrint.Apply");
        WireFiles diff = wire("qm.blueprints.diff");

        apply.assertResponse(file, 400, manager.post(APPLY + "?templateId=" + id, apply.request(file)));
        diff.assertResponse(file, 400, manager.post("/qm/v1/blueprints/" + id + "/diff", diff.request(file)));
    }

    @Test
    void moreThanTheLimitIsRefusedWithTheLimit() {
        String id = generate();
        String many = Collections.nCopies(AgentIds.AGENTS_MAX + 1, '"' + UNKNOWN + '"').stream()
                .collect(Collectors.joining(",", "[", "]"));
        wire("AgentBluePrint.Apply").assertResponse("too-many", 400, manager.post(APPLY + "?templateId=" + id, many));
        wire("qm.blueprints.diff")
                .assertResponse(
                        "too-many",
                        400,
                        manager.post("/qm/v1/blueprints/" + id + "/diff", "{\"AgentIds\":" + many + "}"));

        world.run("""
                INSERT INTO agent_blueprint_store (id, blueprint_id, store_type_id, store_path, create_if_missing, properties,
                                                   secret_properties, has_password)
                SELECT gen_random_uuid(), CAST(? AS uuid), 2, '/etc/' || n, FALSE, '{}', '{}', FALSE
                  FROM generate_series(1, 25001) AS n
                """, id);
        wire("AgentBluePrint.Apply").assertResponse("too-many-parts", 400, apply(manager, id, source, capable(2)));
        world.run("DELETE FROM agent_blueprint WHERE id = CAST(? AS uuid)", id);
    }

    // ------------------------------------------------------------------------------------------ link to the agent

    @ParameterizedTest
    @ValueSource(strings = {"/Reset", ""})
    void anAgentThatIsResetOrDeletedForgetsItsBlueprint(String reset) {
        String id = generate();
        UUID target = capable(2);
        assertThat(apply(manager, id, target).status()).isEqualTo(204);
        String path = "/KeyfactorAPI/Agents/" + target;
        assertThat(admin.get(path).json().get("Blueprint").asText()).isEqualTo(name);
        assertThat(admin.post("/KeyfactorAPI/Agents/Disapprove", ids(target)).status())
                .isEqualTo(204);

        Answer left = reset.isEmpty() ? admin.delete(path) : admin.post(path + reset, "null");

        assertThat(left.status()).as(left.body()).isEqualTo(204);
        assertThat(world.count("SELECT count(*) FROM agent WHERE id = ? AND blueprint IS NOT NULL", target))
                .isZero();
    }

    // ------------------------------------------------------------------------------------- difference and applying

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDifferenceSaysWhatApplyingDoes(int seed) {
        Random random = new Random(seed);
        if (random.nextInt(3) > 0) {
            plainStoresAndJobs();
        }
        if (random.nextInt(4) == 0) {
            storeWithAPassword();
        }
        if (random.nextInt(4) == 0) {
            jobWithASecret();
        }
        String id = generate();
        UUID[] agents = Stream.generate(() -> randomAgent(random)).limit(3).toArray(UUID[]::new);
        ApiClient client = random.nextInt(5) == 0 ? ApiClient.as(TestUser.AGENTS_MANAGER) : manager;
        long before = Stream.of(agents)
                .mapToLong(agent -> storesOf(agent) + jobsOf(agent))
                .sum();

        JsonNode difference = diff(client, id, agents).json();
        Answer applied = apply(client, id, agents);

        long after = Stream.of(agents)
                .mapToLong(agent -> storesOf(agent) + jobsOf(agent))
                .sum();
        boolean applicable = difference.get("Applicable").asBoolean();
        assertThat(applied.status() == 204)
                .as("seed " + seed + ": " + applied.body())
                .isEqualTo(applicable);
        assertThat(after - before).as("seed " + seed).isEqualTo(applicable ? created(difference) : 0);
        if (applicable) {
            assertThat(created(diff(client, id, agents).json()))
                    .as("seed " + seed + ", again")
                    .isZero();
        }
    }

    private UUID randomAgent(Random random) {
        if (random.nextInt(6) == 0) {
            return source;
        }
        UUID agent = random.nextInt(10) == 0 ? world.agent(world.machine(), 2, PEM, LOGS) : capable(2);
        if (random.nextInt(2) == 0) {
            pem(agent, machineOf(agent), "/etc/ssl/zone.pem", "");
        }
        if (random.nextInt(10) == 0) {
            world.run("UPDATE agent SET status = 3 WHERE id = ?", agent);
        }
        return agent;
    }

    private static long created(JsonNode difference) {
        return Stream.of("Stores", "Jobs")
                .flatMap(list -> difference.get("Agents").findValues(list).stream())
                .flatMap(list -> list.findValuesAsText("Outcome").stream())
                .filter("Create"::equals)
                .count();
    }

    // ----------------------------------------------------------------------------------------------- permissions

    /** Of each endpoint the name of its wire files, the verb and the path. */
    static Stream<Arguments> endpoints() {
        return Stream.of(
                arguments("AgentBluePrint.List", "GET", BLUEPRINTS),
                arguments("AgentBluePrint.Get", "GET", BLUEPRINTS + "/" + UNKNOWN),
                arguments("AgentBluePrint.Stores", "GET", BLUEPRINTS + "/" + UNKNOWN + "/Stores"),
                arguments("AgentBluePrint.Jobs", "GET", BLUEPRINTS + "/" + UNKNOWN + "/Jobs"),
                arguments("AgentBluePrint.Delete", "DELETE", BLUEPRINTS + "/" + UNKNOWN),
                arguments("AgentBluePrint.Generate", "POST", GENERATE),
                arguments("AgentBluePrint.Apply", "POST", APPLY),
                arguments("qm.blueprints.diff", "POST", "/qm/v1/blueprints/" + UNKNOWN + "/diff"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void whoeverLacksAPermissionIsRefused(String operation, String verb, String path) {
        wire(operation).assertResponse("no-role", 403, send(TestUser.STRANGER, verb, path));
        wire(operation).assertResponse("not-read", 403, send(TestUser.AGENTS_MODIFIER, verb, path));
        if (!verb.equals("GET")) {
            wire(operation).assertResponse("not-modify", 403, send(TestUser.AGENTS_READER, verb, path));
        }
    }

    private static Answer send(TestUser user, String verb, String path) {
        return ApiClient.as(user).send(verb, path, verb.equals("POST") ? Optional.of("{}") : Optional.empty());
    }
}
