package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentStatus;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import io.quartermaster.server.setting.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CreateStoreTest {
    private final StoreFixture fixture = new StoreFixture();
    private final UUID agent = fixture.agents.approved("edge-01");

    @AfterEach
    void close() {
        fixture.close();
    }

    private CertificateStore create(String json) {
        return fixture.create(StoreFixture.admin(), json.replace("$agent", agent.toString()));
    }

    private void assertRefused(String json, ErrorKind kind, String message) {
        assertThatThrownBy(() -> create(json)).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e.getMessage()).isEqualTo(message);
            assertThat(e.kind()).isEqualTo(kind);
        });
        assertThat(fixture.one("SELECT count(*) FROM certificate_store")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM secret")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM audit_entry")).isZero();
    }

    @Test
    void aStoreIsThereWithItsPasswordItsInventoryJobAndOneAuditEntry() {
        CertificateStore store = create("""
                {"ClientMachine": "web-7", "Storepath": "/srv/app.jks", "CertStoreType": "0", "AgentId": "$agent",
                 "Approved": false, "AgentAssigned": false, "ContainerId": "", "CreateIfMissing": "False",
                 "InventorySchedule": {"Interval": {"Minutes": 60}}, "Password": {"SecretValue": "changeit"}}
                """);
        assertThat(store.displayName()).isEqualTo("web-7 - /srv/app.jks");
        assertThat(store.approved()).isTrue();
        CertificateStore.PlannedInventory inventory = Objects.requireNonNull(store.inventory());
        assertThat(inventory.schedule()).isEqualTo(new Schedule.Interval(60));
        UUID passwordId = Objects.requireNonNull(store.passwordSecretId());
        Map<UUID, SecretValue> stored = fixture.database.read(tx -> fixture.secrets.get(tx, List.of(passwordId)));
        assertThat(stored).containsEntry(passwordId, new SecretValue("changeit"));
        assertThat(fixture.one("""
                        SELECT count(*) FROM scheduled_job
                         WHERE id = ? AND job_type = 'JKSInventory' AND schedule = 'I_60' AND agent_id = ? AND store_id = ?
                           AND job_type_id = '67b63010-d738-47c3-87a2-9f289466c881' AND target = 'web-7: /srv/app.jks'
                           AND requested_by = 'CORP\\alice'
                        """, inventory.jobId(), agent, store.id())).isOne();
        assertThat(fixture.one("""
                        SELECT count(*) FROM audit_entry
                         WHERE category = 3004 AND operation = 1 AND actor = 'CORP\\alice'
                           AND audit_identifier = 'web-7 - /srv/app.jks' AND message LIKE '%<Password>set</Password>%'
                        """)).isOne();
    }

    @Test
    void noSecretIsAnywhereButEncrypted() {
        create("""
                {"ClientMachine": "web-7", "Storepath": "/srv/app.jks", "CertStoreType": 0, "AgentId": "$agent",
                 "Properties": "{\\"ServerUsername\\":{\\"value\\":{\\"SecretValue\\":\\"hush-user\\"}},\\"ServerPassword\\":\\"hush-server\\"}",
                 "InventorySchedule": {"Immediate": true}, "Password": {"SecretValue": "hush-store"}}
                """);
        List<String> tables = fixture.database.read(tx -> tx.createQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
                .mapTo(String.class)
                .list());
        assertThat(tables).contains("certificate_store", "secret", "audit_entry", "scheduled_job", "job_event");
        for (String table : tables) {
            assertThat(fixture.one("SELECT count(*) FROM \"" + table + "\" AS r WHERE CAST(r AS text) LIKE '%hush%'"
                            + " OR CAST(r AS text) LIKE '%" + hex("hush") + "%'"))
                    .as(table)
                    .isZero();
        }
        assertThat(fixture.one("SELECT count(*) FROM secret")).isEqualTo(3);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":\"$agent\"|ClientMachine is required.",
                "\"ClientMachine\":\"m\",\"Storepath\":\" \",\"CertStoreType\":2,\"AgentId\":\"$agent\"|Storepath is required.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\\u0000\",\"CertStoreType\":2,\"AgentId\":\"$agent\"|Storepath contains a control character.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"AgentId\":\"$agent\"|CertStoreType is required: the number of a store type.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":77,\"AgentId\":\"$agent\"|CertStoreType 77 does not exist.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2|AgentId is required. Send null for a store that no agent is to read.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":\"1-2-3-4-5\"|AgentId: expected a GUID (8-4-4-4-12 hexadecimal digits).",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":\"$agent\",\"ContainerId\":9|ContainerId 9 does not exist.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":0,\"AgentId\":\"$agent\"|Password is required for JKS stores. Send {\"SecretValue\": null} for a store that has none.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":0,\"AgentId\":\"$agent\",\"Password\":null|Password is required for JKS stores. Send {\"SecretValue\": null} for a store that has none.",
                "\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":\"$agent\",\"Password\":{\"SecretValue\":\"********************\"}|Password is the mask that answers show in place of a secret. Send the secret itself.",
            })
    void whatIsWrongIsNamedAndNothingIsWritten(String members, String message) {
        assertRefused("{" + members + "}", ErrorKind.MALFORMED, message);
    }

    @Test
    void aStoreThatNoAgentCanMakeMayNotBeMissing() {
        fixture.database.runInTransaction(tx -> tx.execute("""
                UPDATE certificate_store_type
                   SET definition = jsonb_set(definition, '{SupportedOperations,Create}', 'false') WHERE id = 2
                """));
        assertRefused(
                "{\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":\"$agent\",\"CreateIfMissing\":true}",
                ErrorKind.MALFORMED,
                "CreateIfMissing: stores of type PEM cannot be created by the agent.");
    }

    @Test
    void aContainerForAnotherTypeIsRefusedAndOneForAnyTypeIsNot() {
        fixture.container(5, StoreFixture.JKS, null);
        fixture.container(6, Container.ANY_TYPE, null);
        String json = """
                {"ClientMachine": "m", "Storepath": "/a", "CertStoreType": 2, "AgentId": "$agent", "ContainerId": %d}
                """;
        assertRefused(json.formatted(5), ErrorKind.MALFORMED, "ContainerId 5 is for stores of type 0, not 2 (PEM).");
        assertThat(create(json.formatted(6)).containerName()).isEqualTo("Container 6");
    }

    @Test
    void theAgentMustBeKnownApprovedAndAbleToReadSuchStores() {
        String json =
                "{\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":101,\"Password\":\"x\",\"AgentId\":\"%s\"}";
        UUID fresh = fixture.agents.add("fresh", AgentStatus.NEW, List.of("CertStores.PKCS12.Inventory"));
        UUID unknown = UUID.fromString("00000000-0000-0000-0000-00000000abcd");
        assertRefused(json.formatted(unknown), ErrorKind.AGENT_STATE, "There is no agent " + unknown + ".");
        assertRefused(json.formatted(fresh), ErrorKind.AGENT_STATE, "The agent fresh is not approved.");
        assertRefused(
                json.formatted(agent),
                ErrorKind.AGENT_STATE,
                "The agent edge-01 cannot read PKCS12 stores: it has not announced CertStores.PKCS12.Inventory.");
        UUID able = fixture.agents.add("able", AgentStatus.APPROVED, List.of("certstores.pkcs12.INVENTORY"));
        assertThat(create(json.formatted(able)).agentId()).isEqualTo(able);
    }

    @Test
    void aSettingLetsTheStoreComeBeforeItsAgentIsApproved() {
        try (StoreFixture lenient = new StoreFixture(new StoreSettings(true, EnumForm.NAME))) {
            UUID fresh = lenient.agents.add("fresh", AgentStatus.NEW, List.of());
            assertThat(lenient.pem(fresh, "/a", null).agentId()).isEqualTo(fresh);
        }
    }

    @Test
    void aStoreWithoutAnAgentHasNoSchedule() {
        fixture.container(5, StoreFixture.PEM, "D_07:00");
        String json = "{\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":null%s}";
        assertRefused(
                json.formatted(",\"InventorySchedule\":{\"Immediate\":true}"),
                ErrorKind.SCHEDULE,
                "InventorySchedule needs an agent; AgentId of this request is null.");
        CertificateStore store = create(json.formatted(",\"ContainerId\":5"));
        assertThat(store.agentId()).isNull();
        assertThat(store.inventory()).isNull();
    }

    @Test
    void theContainersScheduleCountsWhenTheRequestHasNone() {
        fixture.container(5, StoreFixture.PEM, "D_07:00");
        String json =
                "{\"ClientMachine\":\"m\",\"Storepath\":\"%s\",\"CertStoreType\":2,\"AgentId\":\"$agent\",\"ContainerId\":5%s}";
        assertThat(Objects.requireNonNull(create(json.formatted("/a", "")).inventory())
                        .schedule()
                        .text())
                .isEqualTo("D_07:00");
        assertThat(Objects.requireNonNull(
                                create(json.formatted("/b", ",\"InventorySchedule\":{\"Interval\":{\"Minutes\":5}}"))
                                        .inventory())
                        .schedule()
                        .text())
                .isEqualTo("I_5");
        assertThat(create(json.formatted("/c", ",\"InventorySchedule\":{}")).inventory())
                .isNull();
    }

    @Test
    void aPlaceCanBeTakenOnceByEachType() {
        fixture.pem(agent, "/srv/site.pem", null);
        assertThatThrownBy(() -> fixture.create(StoreFixture.admin(), """
                        {"ClientMachine": "WEB-7.example.net", "Storepath": "/srv/site.pem", "CertStoreType": 2, "AgentId": null}
                        """))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.NAME_IN_USE);
                    assertThat(e.getMessage())
                            .isEqualTo("There is a PEM store /srv/site.pem on WEB-7.example.net already.");
                });
        assertThat(fixture.pem(agent, "/srv/Site.pem", null).storePath()).isEqualTo("/srv/Site.pem");
        assertThat(create(
                                "{\"ClientMachine\":\"web-7.example.net\",\"Storepath\":\"/srv/site.pem\",\"CertStoreType\":0,"
                                        + "\"AgentId\":\"$agent\",\"Password\":{\"SecretValue\":null}}")
                        .passwordSecretId())
                .isNull();
    }

    @Test
    void anEmptyPasswordIsNone() {
        assertThat(create("{\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":\"$agent\","
                                + "\"Password\":{\"SecretValue\":\"\"}}")
                        .passwordSecretId())
                .isNull();
        assertThat(fixture.one("SELECT count(*) FROM secret")).isZero();
    }

    @Test
    void thePermissionForAContainerIsEnoughForThatContainerOnly() {
        fixture.container(5, StoreFixture.PEM, null);
        fixture.container(6, StoreFixture.PEM, null);
        String json =
                "{\"ClientMachine\":\"m\",\"Storepath\":\"/a\",\"CertStoreType\":2,\"AgentId\":null,\"ContainerId\":%s}";
        var caller = StoreFixture.caller("/certificate_stores/modify/5/", "/certificate_stores/schedule/");
        for (String container : List.of("6", "null")) {
            assertThatThrownBy(() -> fixture.create(caller, json.formatted(container)))
                    .isInstanceOf(PermissionDenied.class);
        }
        assertThat(fixture.create(caller, json.formatted(5)).containerId()).isEqualTo(5);
    }
}
