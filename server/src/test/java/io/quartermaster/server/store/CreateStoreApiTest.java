package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /CertificateStores: what it answers, and each way to be refused. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CreateStoreApiTest {
    private final ApiClient modifier = ApiClient.as(TestUser.STORES_MODIFIER);
    private final ApiClient modifierOf5 = ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5);
    private String machine = "";
    private WireFiles wire = WireFiles.of("CertificateStores.Create");

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void agentsAndContainers() {
        machine = world.machine();
        UUID agent = stores.agent();
        wire = wire.with("machine", machine).with("agent", agent).with("unknown", UNKNOWN);
        world.storeType();
        world.container(5);
        world.container(6);
        world.container(7, StoreFixture.JKS, null);
        world.container(8, StoreFixture.PEM, "D_07:00");
    }

    private long made() {
        return world.count("SELECT count(*) FROM certificate_store WHERE client_machine = ?", machine);
    }

    private Answer create(String name) {
        return modifier.post(STORES, wire.request(name));
    }

    /** With names for the ids that the server chose. */
    private WireFiles named(Answer created) {
        UUID id = ApiStores.id(created);
        WireFiles named = wire.with("store", id);
        JsonNode job = created.json().get("CertStoreInventoryJobId");
        if (!job.isNull()) {
            named = named.with("job", job.asText());
        }
        for (var property : ApiStores.parsed(created.json().get("Properties")).properties()) {
            String value = property.getValue().asText();
            if (value.length() == UNKNOWN.length()) {
                named = named.with("secret-" + property.getKey().toLowerCase(Locale.ROOT), value);
            }
        }
        return named;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pem",
                "jks-with-everything",
                "without-agent",
                "schedule-of-the-container",
                "empty-schedule",
                "said-to-have-no-password",
                "keys-made-in-the-store"
            })
    void aStoreIsAnsweredWithAllItsMembers(String name) {
        Answer created = create(name);

        named(created).assertResponse(name, 200, created);

        assertThat(stores.exists(ApiStores.id(created))).isTrue();
        assertThat(world.audited(3004, 1, ApiStores.id(created).toString())).isEqualTo(1);
    }

    @Test
    void membersAndValuesAreReadAsClientsSpellThem() {
        String agent = stores.agent().toString();
        wire = wire.with("agent", agent).with("agent-in-capitals", agent.toUpperCase(Locale.ROOT));
        Answer created = create("as-clients-spell-it");

        named(created).assertResponse("as-clients-spell-it", 200, created);
    }

    @Test
    void noSecretIsAnswered() {
        Answer created = create("jks-with-everything");

        assertThat(created.body()).doesNotContain("deploy", "hunter2", "changeit");
        assertThat(created.json().get("Password").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-client-machine",
                "blank-path",
                "control-character",
                "path-not-offered",
                "no-type",
                "unknown-type",
                "type-by-name",
                "no-agent",
                "agent-no-guid",
                "unknown-agent",
                "negative-container",
                "unknown-container",
                "container-for-another-type",
                "password-missing",
                "password-null",
                "password-is-the-mask",
                "password-of-a-provider",
                "password-of-no-form",
                "properties-no-json",
                "properties-no-object",
                "properties-not-in-a-text",
                "property-twice",
                "unknown-property",
                "property-missing",
                "property-neither-true-nor-false",
                "property-with-nul",
                "property-is-the-mask",
                "property-of-a-provider",
                "property-of-no-form",
                "schedule-without-agent",
                "two-schedules",
                "schedule-unknown-key",
                "schedule-time-is-no-time",
                "schedule-out-of-limits",
                "no-json",
                "password-without-quotes",
                "no-object",
                "null"
            })
    void whatCannotBeIsRefusedByItsName(String name) {
        Answer refused = create(name);

        wire.assertResponse(name, 400, refused);

        assertThat(refused.body()).doesNotContain("hunter2", "changeit");
        assertThat(world.audited(3020, 25, "hunter2")).as("in the audit").isZero();
        assertThat(made()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "long-client-machine," + (CertificateStoreRequest.CLIENT_MACHINE_BYTES_MAX + 1),
        "long-path," + (CertificateStoreRequest.STORE_PATH_BYTES_MAX + 1),
        "long-password," + (SecretValue.LENGTH_MAX + 1),
        "long-property," + (SecretValue.LENGTH_MAX + 1),
        "long-properties," + (SentProperties.LENGTH_MAX + 1)
    })
    void whatIsTooLongIsRefusedWithTheLimit(String name, int length) {
        WireFiles tooLong = wire.with("too-long", "x".repeat(length));

        tooLong.assertResponse(name, 400, modifier.post(STORES, tooLong.request(name)));

        assertThat(made()).isZero();
    }

    @Test
    void morePropertiesThanTheLimitAreRefusedWithTheLimit() {
        String properties = IntStream.rangeClosed(0, SentProperties.COUNT_MAX)
                .mapToObj(i -> "\\\"p" + i + "\\\":\\\"\\\"")
                .collect(Collectors.joining(",", "{", "}"));
        WireFiles tooMany = wire.with("too-many", properties);

        tooMany.assertResponse("many-properties", 400, modifier.post(STORES, tooMany.request("many-properties")));

        assertThat(made()).isZero();
    }

    @Test
    void theAgentMustBeApprovedAndAbleToReadTheStore() {
        String agentMachine = world.machine();
        UUID waiting = world.agent(agentMachine, 1, "CertStores.PEM.Inventory");
        UUID incapable = world.agent(agentMachine.replace("edge", "core"), 2, "CertStores.PEM.Inventory");
        WireFiles approval = wire.with("new-agent", waiting).with("agent-machine", agentMachine);
        WireFiles ability = wire.with("agent", incapable).with("agent-machine", agentMachine.replace("edge", "core"));

        approval.assertResponse(
                "agent-not-approved", 400, modifier.post(STORES, approval.request("agent-not-approved")));
        ability.assertResponse(
                "agent-cannot-read-it", 400, modifier.post(STORES, ability.request("agent-cannot-read-it")));

        assertThat(made()).isZero();
    }

    @Test
    void aPlaceIsTakenWhateverTheCaseOfTheMachine() {
        ApiStores.id(create("pem"));
        WireFiles taken = wire.with("machine-in-capitals", machine.toUpperCase(Locale.ROOT));

        taken.assertResponse("place-taken", 400, modifier.post(STORES, taken.request("place-taken")));

        assertThat(made()).isEqualTo(1);
    }

    @Test
    void thePermissionOnAContainerIsEnoughForThatContainerOnly() {
        for (String name : new String[] {"other-container", "no-container"}) {
            wire.assertResponse(name, 403, modifierOf5.post(STORES, wire.request(name)));
        }
        assertThat(made()).isZero();

        ApiStores.id(modifierOf5.post(STORES, wire.request("jks-with-everything")));
    }

    @Test
    void aRefusalIsAudited() {
        long before = world.audited(3020, 25, "POST /CertificateStores");

        create("no-type");

        assertThat(world.audited(3020, 25, "POST /CertificateStores")).isEqualTo(before + 1);
    }
}
