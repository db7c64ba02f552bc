package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.WeekDayForm;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.PermissionDenied;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpdateStoreTest {
    private final StoreFixture fixture = new StoreFixture();
    private final UUID agent = fixture.agents.approved("edge-01");
    private CertificateStore store = fixture.create(StoreFixture.admin(), """
            {"ClientMachine": "web-7", "Storepath": "/srv/app.jks", "CertStoreType": 0, "AgentId": "%s",
             "Properties": "{\\"ServerUsername\\":\\"svc\\",\\"ServerPassword\\":\\"hush\\",\\"ServerUseSsl\\":\\"true\\"}",
             "InventorySchedule": {"Interval": {"Minutes": 60}}, "Password": {"SecretValue": "changeit"}}
            """.formatted(agent));

    @BeforeEach
    void asItIs() {
        store = fixture.get(store.id());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The usual request of this test with something else in it. */
    private CertificateStore update(String members) {
        return fixture.update(StoreFixture.admin(), request(members));
    }

    private String request(String members) {
        return "{\"Id\": \"" + store.id() + "\", \"AgentId\": \"" + agent + "\"" + members + "}";
    }

    private String secretsOf(CertificateStore of) {
        return fixture.revealed(of.secretIds()).values().stream()
                .map(SecretValue::reveal)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private void assertRefused(String members, ErrorKind kind, String message) {
        assertThatThrownBy(() -> update(members)).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e.getMessage()).contains(message);
            assertThat(e.kind()).isEqualTo(kind);
        });
        assertThat(fixture.get(store.id())).isEqualTo(store);
        assertThat(secretsOf(store)).isEqualTo("changeit hush svc");
    }

    private static String property(String name, String json) {
        return ", \"Properties\": \"" + ("{\"" + name + "\":" + json + "}").replace("\"", "\\\"") + "\"";
    }

    // ------------------------------------------------------------------------------------------------------ secrets

    @Test
    void whatAnAnswerShowedChangesNothingWhenItIsSentBack() {
        String shown =
                CertificateStoreResponse.single(store, WeekDayForm.NUMBER).properties();
        String text =
                StoreJson.MAPPER.createObjectNode().put("Properties", shown).toString();
        CertificateStore after = update(", " + text.substring(1, text.length() - 1)
                + ", \"Password\": {\"Value\": \"********************\", \"HasValue\": true, \"IsManaged\": false},"
                + " \"InventorySchedule\": {\"Interval\": {\"Minutes\": 60}}");

        assertThat(after).isEqualTo(store);
        assertThat(secretsOf(after)).isEqualTo("changeit hush svc");
    }

    @Test
    void aJobIsToldThePasswordThatWasKept() {
        update(", \"Password\": {\"SecretValue\": \"********************\"}");
        UUID jobId = fixture.scheduleNow(fixture.get(store.id()));

        InventoryConfigureReply reply = (InventoryConfigureReply) fixture.configure(fixture.session(agent), jobId);

        assertThat(Objects.requireNonNull(Objects.requireNonNull(reply.job()).storePassword())
                        .value())
                .isEqualTo("changeit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"other\"",
                "{\"value\":\"other\"}",
                "{\"Value\":\"other\"}",
                "{\"value\":{\"SecretValue\":\"other\"}}",
                "{\"SecretValue\":\"other\"}"
            })
    void eachFormOfASecretReplacesIt(String form) {
        CertificateStore after = update(property("serverpassword", form));

        assertThat(secretsOf(after)).isEqualTo("changeit other svc");
        assertThat(fixture.one("SELECT count(*) FROM secret")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"********************\"",
                "{\"value\":\"********************\"}",
                "{\"value\":{\"SecretValue\":\"********************\"}}",
                "{\"Value\":\"********************\",\"SecretType\":0,\"HasValue\":true}"
            })
    void theMaskKeepsASecretInEveryForm(String form) {
        assertThat(secretsOf(update(property("ServerPassword", form)))).isEqualTo("changeit hush svc");
    }

    @Test
    void theIdThatListsShowKeepsASecret() {
        String id = StoreJson.tree(store.properties().withSecretIds(store.type()))
                .get("ServerPassword")
                .asText();

        assertThat(secretsOf(update(property("ServerPassword", '"' + id + '"'))))
                .isEqualTo("changeit hush svc");
    }

    @Test
    void aSecretGoesOnlyWhenItIsSaidToHaveNoValue() {
        CertificateStore after = update(property("ServerPassword", "{\"value\":{\"SecretValue\":null}}")
                + ", \"Password\": {\"SecretValue\": null}");

        assertThat(secretsOf(after)).isEqualTo("svc");
        assertThat(after.passwordSecretId()).isNull();
        assertThat(fixture.one("SELECT count(*) FROM secret")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"Password\": null"})
    void aPasswordThatIsNotMentionedStaysAndEverythingElseThatIsNotGoes(String members) {
        CertificateStore after = update(members);

        assertThat(secretsOf(after)).isEqualTo("changeit hush svc");
        assertThat(after.properties().values()).doesNotContainKey("ServerUseSsl");
        assertThat(after.inventory()).isNull();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
    }

    @Test
    void theMaskIsRefusedWhereThereIsNoSecret() {
        update(", \"Password\": {\"SecretValue\": null}");
        store = fixture.get(store.id());

        assertThatThrownBy(() -> update(", \"Password\": {\"SecretValue\": \"********************\"}"))
                .hasMessage("Password is the mask that answers show in place of a secret. Send the secret itself.");
    }

    // ------------------------------------------------------------------------------------------- place and container

    @Test
    void theSamePlaceMayBeSent() {
        update(", \"ClientMachine\": \"WEB-7\", \"Storepath\": \"/srv/app.jks\", \"CertStoreType\": 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {", \"ClientMachine\": \"web-8\"", ", \"Storepath\": \"/srv/APP.jks\"", ", \"CertStoreType\": 2"})
    void anotherPlaceIsRefused(String members) {
        assertRefused(members, ErrorKind.MALFORMED, "this one is the JKS store (0) /srv/app.jks on web-7.");
    }

    @Test
    void aStoreOfATypeThatCannotBeCreatedIsNotToBeCreated() {
        String create = "UPDATE certificate_store_type"
                + " SET definition = jsonb_set(definition, '{SupportedOperations,Create}', CAST(? AS jsonb)) WHERE id = 0";
        fixture.database.runInTransaction(tx -> tx.execute(create, "false"));
        try {
            assertThatThrownBy(() -> update(", \"CreateIfMissing\": true"))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("cannot be created by the agent");
            assertThat(fixture.get(store.id()).createIfMissing()).isFalse();
        } finally {
            fixture.database.runInTransaction(tx -> tx.execute(create, "true"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                ", \"ContainerId\": 77|MALFORMED|ContainerId 77 does not exist.",
                ", \"ContainerId\": 7|MALFORMED|is for stores of type 2",
                ", \"Properties\": \"[]\"|MALFORMED|Properties must be a text that holds a JSON object",
                ", \"Properties\": \"{\\\"Colour\\\":1}\"|MALFORMED|have no property Colour",
            })
    void whatANewStoreCouldNotBeIsRefused(String members, ErrorKind kind, String message) {
        fixture.container(7, StoreFixture.PEM, null);

        assertRefused(members, kind, message);
    }

    @Test
    void aStoreJoinsAndLeavesAContainerAndTakesItsScheduleWhenItHasNone() {
        fixture.container(5, Container.ANY_TYPE, "D_07:00");

        CertificateStore joined = update(", \"ContainerId\": 5");
        assertThat(joined.containerName()).isEqualTo("Container 5");
        assertThat(joined.schedule().map(Schedule::text)).contains("D_07:00");

        CertificateStore same = update(", \"ContainerId\": 5");
        assertThat(same.schedule())
                .as("it was in there before, and the request has none")
                .isEmpty();

        CertificateStore left = update(", \"ContainerId\": \"\"");
        assertThat(left.containerId()).isNull();
    }

    @Test
    void bothContainersNeedThePermission() {
        fixture.container(5, Container.ANY_TYPE, null);
        fixture.container(6, Container.ANY_TYPE, null);
        update(", \"ContainerId\": 5");
        String toSix = request(", \"ContainerId\": 6");

        for (String permission : List.of("/certificate_stores/modify/5/", "/certificate_stores/modify/6/")) {
            assertThatThrownBy(() -> fixture.update(StoreFixture.caller(permission), toSix))
                    .isInstanceOf(PermissionDenied.class);
        }
        assertThatThrownBy(() -> fixture.update(StoreFixture.caller("/certificate_stores/modify/5/"), request("")))
                .as("out of every container")
                .isInstanceOf(PermissionDenied.class);
        CertificateStore moved = fixture.update(
                StoreFixture.caller("/certificate_stores/modify/5/", "/certificate_stores/modify/6/"), toSix);
        assertThat(moved.containerId()).isEqualTo(6);
    }

    // --------------------------------------------------------------------------------------------- schedule and agent

    @Test
    void theSameScheduleGoesOnAsItIsAndAnotherReplacesIt() {
        UUID jobId = Objects.requireNonNull(store.inventory()).jobId();

        CertificateStore same = update(", \"InventorySchedule\": {\"Interval\": {\"Minutes\": 60}}");
        assertThat(same.inventory()).isEqualTo(store.inventory());

        CertificateStore other = update(", \"InventorySchedule\": {\"Daily\": {\"Time\": \"2001-01-01T23:30:00Z\"}}");
        assertThat(Objects.requireNonNull(other.inventory()).jobId()).isEqualTo(jobId);
        assertThat(other.schedule().map(Schedule::text)).contains("D_23:30");
    }

    @Test
    void anotherAgentGetsTheInventoryAndNoneTakesItAway() {
        UUID second = fixture.agents.approved("edge-02");
        String toSecond = "{\"Id\": \"" + store.id() + "\", \"AgentId\": \"" + second
                + "\", \"InventorySchedule\": {\"Interval\": {\"Minutes\": 60}}}";

        CertificateStore moved = fixture.update(StoreFixture.admin(), toSecond);
        assertThat(moved.agentId()).isEqualTo(second);
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job WHERE agent_id = ?", second))
                .isOne();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job WHERE agent_id = ?", agent))
                .isZero();

        String toNobody = "{\"Id\": \"" + store.id() + "\", \"AgentId\": null";
        assertThatThrownBy(() -> fixture.update(
                        StoreFixture.admin(), toNobody + ", \"InventorySchedule\": {\"Immediate\": true}}"))
                .hasMessage("InventorySchedule needs an agent, and the store has none.");
        CertificateStore orphan = fixture.update(StoreFixture.admin(), toNobody + "}");
        assertThat(orphan.agentId()).isNull();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
    }

    @Test
    void anAgentThatIsNotMentionedStays() {
        CertificateStore after = fixture.update(StoreFixture.admin(), "{\"Id\": \"" + store.id() + "\"}");

        assertThat(after.agentId()).isEqualTo(agent);
    }

    @Test
    void theAgentStaysWhileJobsThatChangeTheStoreWaitForIt() {
        UUID second = fixture.agents.approved("edge-02");
        fixture.database.runInTransaction(tx -> fixture.jobSchedule.add(
                tx,
                "somebody",
                List.of(new NewJob(
                        fixture.ids.next(),
                        agent,
                        JobKind.MANAGEMENT,
                        Objects.requireNonNull(store.type().managementJobType()),
                        "JKSManagement",
                        store.place(),
                        store.place().target(),
                        new Schedule.Immediate(),
                        NewJob.PRIORITY_NORMAL,
                        StoreJson.MAPPER.createObjectNode())),
                fixture.clock.instant()));

        assertThatThrownBy(() -> fixture.update(
                        StoreFixture.admin(), "{\"Id\": \"" + store.id() + "\", \"AgentId\": \"" + second + "\"}"))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE));
        update("");
    }

    // --------------------------------------------------------------------------------------------------- two people

    @Test
    void aStoreThatIsDeletedWhileSomebodyChangesItIsGoneAndLeavesNoSecret() throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                CertificateStore one = fixture.create(StoreFixture.admin(), """
                        {"ClientMachine": "m", "Storepath": "/srv/%d.jks", "CertStoreType": 0, "AgentId": "%s",
                         "Password": {"SecretValue": "a"}, "InventorySchedule": {"Interval": {"Minutes": 60}}}
                        """.formatted(round, agent));
                CyclicBarrier together = new CyclicBarrier(2);
                String change = "{\"Id\": \"" + one.id() + "\", \"Password\": {\"SecretValue\": \"b\"},"
                        + " \"InventorySchedule\": {\"Daily\": {\"Time\": \"2001-01-01T01:00:00Z\"}}}";
                List<Callable<Optional<ErrorKind>>> both = List.of(
                        () -> attempt(together, () -> fixture.update(StoreFixture.admin(), change)),
                        () -> attempt(together, () -> {
                            fixture.deleteStores.run(StoreFixture.admin(), one.id());
                            return null;
                        }));
                List<Optional<ErrorKind>> ended = new ArrayList<>();
                for (Future<Optional<ErrorKind>> end : people.invokeAll(both)) {
                    ended.add(end.get());
                }
                assertThat(ended.getFirst()).isIn(Optional.empty(), Optional.of(ErrorKind.NOT_FOUND));
                assertThat(ended.getLast()).isEmpty();
                assertThat(fixture.exists(one.id())).isFalse();
                assertThat(fixture.one("SELECT count(*) FROM scheduled_job WHERE store_id = ?", one.id()))
                        .isZero();
            }
        }
        assertThat(fixture.one("SELECT count(*) FROM secret")).isEqualTo(3);
    }

    private static Optional<ErrorKind> attempt(CyclicBarrier together, Callable<?> work) throws Exception {
        together.await();
        try {
            work.call();
            return Optional.empty();
        } catch (CommandException refusal) {
            return Optional.of(refusal.kind());
        }
    }

    @Test
    void oneThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> fixture.update(StoreFixture.admin(), "{\"Id\": \"" + agent + "\"}"))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void theAuditSaysWhatWasAndWhatIsAndNoSecret() {
        update(", \"Password\": {\"SecretValue\": \"tell-nobody\"}");

        assertThat(fixture.one("""
                        SELECT count(*) FROM audit_entry
                         WHERE category = 3004 AND operation = 2 AND message LIKE '%<InventorySchedule>I_60<%Off<%'
                        """)).isOne();
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE message LIKE '%tell-nobody%'"))
                .isZero();
    }
}
