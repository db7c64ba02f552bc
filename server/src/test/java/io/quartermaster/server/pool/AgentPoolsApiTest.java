package io.quartermaster.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /AgentPools} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AgentPoolsApiTest {
    private static final String POOLS = "/KeyfactorAPI/AgentPools";
    private static final String UNKNOWN = "01980000-0000-7000-8000-0000000000ff";
    private static final String SSL = "SSL";

    private final ApiClient manager = ApiClient.as(TestUser.SSL_MANAGER);
    private final ApiClient reader = ApiClient.as(TestUser.SSL_READER);
    private String machine = "";
    private String name = "";
    private UUID agent = UUID.fromString(UNKNOWN);

    @Inject
    ApiWorld world;

    @BeforeEach
    void anAgentAndAName() {
        machine = world.machine();
        agent = world.agent(machine, 2, SSL, "LOGS");
        name = world.unique("Pool");
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("AgentPools." + operation)
                .with("machine", machine)
                .with("agent", agent)
                .with("name", name)
                .with("unknown", UNKNOWN)
                .with("default", AgentPool.DEFAULT_ID);
    }

    private static String id(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created.json().get("AgentPoolId").asText();
    }

    /** A pool with the agent of the test. */
    private String create() {
        return id(manager.post(POOLS, wire("Create").request("with-an-agent")));
    }

    private Answer inDefault(String machine) {
        String query = URLEncoder.encode("ClientMachine -eq \"" + machine + "\"", StandardCharsets.UTF_8);
        return reader.get(POOLS + "/Agents?QueryString=" + query);
    }

    @Test
    void aPoolIsCreatedWithAgentsOfTheDefaultPoolAndReadBack() {
        wire("Agents").assertResponse("by-machine", 200, inDefault(machine));

        Answer created = manager.post(POOLS, wire("Create").request("with-an-agent"));

        String pool = id(created);
        wire("Create").with("pool", pool).assertResponse("with-an-agent", 200, created);
        wire("Get").with("pool", pool).assertResponse("with-an-agent", 200, reader.get(POOLS + "/" + pool));
        assertThat(inDefault(machine).json()).isEmpty();
        assertThat(world.audited(3002, 1, pool)).isEqualTo(1);
    }

    @Test
    void aPoolMayBeEmpty() {
        Answer created = manager.post(POOLS, wire("Create").request("without-agents"));

        wire("Create").with("pool", id(created)).assertResponse("without-agents", 200, created);
    }

    @Test
    void poolsAreListedByQueryAsClientsSendIt() {
        String pool = create();
        String query = URLEncoder.encode("Name -eq \"" + name + "\"", StandardCharsets.UTF_8);

        Answer answer = reader.get(POOLS + "?pq.queryString=" + query);

        assertThat(answer.header("X-Total-Count")).isEqualTo("1");
        wire("List").with("pool", pool).assertResponse("by-name", 200, answer);
        Answer page = reader.get(POOLS + "?ReturnLimit=1&SortField=AgentPoolId");
        assertThat(page.json().get(0).get("AgentPoolId").asText()).isEqualTo(AgentPool.DEFAULT_ID.toString());
        assertThat(Long.parseLong(page.header("X-Total-Count"))).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "List,unknown-field,QueryString=Colour%20-eq%201",
        "List,no-value,QueryString=Name%20-eq",
        "List,unknown-sort-field,SortField=Colour",
        "List,direction,SortAscending=2",
        "List,page-zero,PageReturned=0",
        "List,limit-zero,ReturnLimit=0",
        "Agents,unknown-field,QueryString=Colour%20-eq%201",
        "Agents,unfit-value,QueryString=EnableMonitor%20-eq%207",
        "Agents,unknown-sort-field,SortField=Colour"
    })
    void whatCannotBeListedIsRefused(String operation, String name, String parameters) {
        String path = POOLS + (operation.equals("Agents") ? "/Agents" : "");
        wire(operation).assertResponse(name, 400, reader.get(path + "?" + parameters));
    }

    @Test
    void anUpdateReplacesNameAndAgents() {
        String pool = create();
        String second = world.machine();
        WireFiles update = wire("Update")
                .with("pool", pool)
                .with("second-machine", second)
                .with("second-agent", world.agent(second, 2, "ssl"));

        Answer answer = manager.put(POOLS, update.request("other-agents"));

        update.assertResponse("other-agents", 200, answer);
        assertThat(reader.get(POOLS + "/" + pool).json()).isEqualTo(answer.json());
        assertThat(inDefault(machine).json()).hasSize(1);
        assertThat(world.audited(3002, 2, pool)).isEqualTo(1);
    }

    @Test
    void whoeverIsInAPoolMayStayThereAlthoughItCouldNotEnterIt() {
        String pool = create();
        world.run("UPDATE agent SET status = 3, capability_names = ARRAY['LOGS'] WHERE id = ?", agent);
        WireFiles update = wire("Update").with("pool", pool);

        update.assertResponse("lost-the-capability", 200, manager.put(POOLS, update.request("lost-the-capability")));
    }

    @Test
    void whatAnAgentOfTheDefaultPoolIsUsedForCanBeChanged() {
        WireFiles update = wire("Update");
        String defaultName = reader.get(POOLS + "/" + AgentPool.DEFAULT_ID)
                .json()
                .get("Name")
                .asText();
        assertThat(defaultName).isEqualTo("Default Agent Pool");

        Answer answer = manager.put(POOLS, update.request("default-pool"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        wire("Agents").assertResponse("used-for-nothing", 200, inDefault(machine));
        String another = create();
        assertThat(manager.delete(POOLS + "/" + another).status()).isEqualTo(204);
        wire("Agents").assertResponse("by-machine", 200, inDefault(machine));
    }

    @Test
    void theAgentsOfADeletedPoolAreInTheDefaultPool() {
        String pool = create();

        Answer deleted = manager.delete(POOLS + "/" + pool);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(inDefault(machine).json()).hasSize(1);
        assertThat(world.audited(3002, 3, pool)).isEqualTo(1);
        wire("Get").with("pool", pool).assertResponse("unknown", 404, reader.get(POOLS + "/" + pool));
        wire("Delete").with("pool", pool).assertResponse("unknown", 404, manager.delete(POOLS + "/" + pool));
        WireFiles update = wire("Update").with("pool", pool);
        update.assertResponse("unknown", 404, manager.put(POOLS, update.request("unknown")));
    }

    @Test
    void theDefaultPoolStays() {
        Answer refused = manager.delete(POOLS + "/" + AgentPool.DEFAULT_ID);

        wire("Delete").assertResponse("default-pool", 400, refused);
    }

    @Test
    void whatIsNoIdIsRefused() {
        wire("Get").assertResponse("no-guid", 400, reader.get(POOLS + "/7"));
        wire("Delete").assertResponse("no-guid", 400, manager.delete(POOLS + "/7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-name",
                "blank-name",
                "control-character",
                "null-agent",
                "agent-without-id",
                "agent-no-guid",
                "agent-twice",
                "agents-no-list",
                "unknown-agent",
                "null",
                "no-json"
            })
    void whatIsNoPoolIsRefused(String name) {
        assertNotCreated(name, wire("Create"));
    }

    @Test
    void whatIsBeyondALimitIsRefusedWithTheLimit() {
        assertNotCreated("long-name", wire("Create").with("too-long", "x".repeat(GivenName.LENGTH_MAX + 1)));
        assertNotCreated(
                "too-many",
                wire("Create")
                        .with(
                                "too-many-agents",
                                String.join(
                                        ",",
                                        Collections.nCopies(
                                                AgentIds.AGENTS_MAX + 1, "{\"AgentId\":\"" + UNKNOWN + "\"}"))));
    }

    private void assertNotCreated(String file, WireFiles create) {
        long before = world.count("SELECT count(*) FROM agent_pool");

        create.assertResponse(file, 400, manager.post(POOLS, create.request(file)));

        assertThat(world.count("SELECT count(*) FROM agent_pool")).isEqualTo(before);
    }

    @Test
    void anAgentThatIsNotInTheDefaultPoolIsRefused() {
        String waiting = world.machine();
        String incapable = world.machine();
        create();
        WireFiles create = wire("Create")
                .with("waiting", waiting)
                .with("waiting-agent", world.agent(waiting, 1, SSL))
                .with("incapable", incapable)
                .with("incapable-agent", world.agent(incapable, 2, "LOGS"));

        assertNotCreated("not-in-the-default-pool", create);
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        create();
        WireFiles taken = wire("Create").with("name-in-capitals", name.toUpperCase(Locale.ROOT));
        assertNotCreated("name-taken", taken);

        String other = id(manager.post(POOLS, "{\"Name\":\"" + world.unique("Other") + "\"}"));
        WireFiles update = wire("Update").with("pool", other);
        update.assertResponse("name-taken", 400, manager.put(POOLS, update.request("name-taken")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-id", "id-no-guid", "no-name", "unknown-agent", "null"})
    void whatIsNoChangeOfAPoolIsRefused(String name) {
        WireFiles update = wire("Update").with("pool", create());

        update.assertResponse(name, 400, manager.put(POOLS, update.request(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Reset", ""})
    void anAgentThatIsResetOrDeletedLeavesItsPool(String reset) {
        String pool = create();
        ApiClient admin = ApiClient.as(TestUser.ADMIN);
        String path = "/KeyfactorAPI/Agents/" + agent + reset;
        assertThat(admin.post("/KeyfactorAPI/Agents/Disapprove", "[\"" + agent + "\"]")
                        .status())
                .isEqualTo(204);

        Answer left = reset.isEmpty() ? admin.delete(path) : admin.post(path, "null");

        assertThat(left.status()).as(left.body()).isEqualTo(204);
        assertThat(reader.get(POOLS + "/" + pool).json().get("Agents")).isEmpty();
        assertThat(world.count("SELECT count(*) FROM agent_pool_member WHERE agent_id = ?", agent))
                .isZero();
    }

    /** Of each endpoint the name of its wire files, the verb and the path. */
    static Stream<Arguments> endpoints() {
        return Stream.of(
                arguments("List", "GET", POOLS),
                arguments("Agents", "GET", POOLS + "/Agents"),
                arguments("Get", "GET", POOLS + "/" + UNKNOWN),
                arguments("Create", "POST", POOLS),
                arguments("Update", "PUT", POOLS),
                arguments("Delete", "DELETE", POOLS + "/" + UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void whoeverLacksAPermissionIsRefused(String operation, String verb, String path) {
        wire(operation).assertResponse("no-role", 403, send(TestUser.STRANGER, verb, path));
        wire(operation).assertResponse("not-read", 403, send(TestUser.SSL_MODIFIER, verb, path));
        if (!verb.equals("GET")) {
            wire(operation).assertResponse("not-modify", 403, send(TestUser.SSL_READER, verb, path));
        }
    }

    private static Answer send(TestUser user, String verb, String path) {
        boolean hasBody = verb.equals("POST") || verb.equals("PUT");
        return ApiClient.as(user).send(verb, path, hasBody ? Optional.of("{}") : Optional.empty());
    }
}
