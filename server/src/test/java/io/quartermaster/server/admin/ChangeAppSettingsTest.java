package io.quartermaster.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.CurrentSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people set, on a real database, with the settings of two servers. */
final class ChangeAppSettingsTest {
    private static final int ORDINAL = 300;
    private static final Caller ADMIN =
            new Caller("CORP\\alice", List.of("Role"), Grants.of(List.of(PermissionString.parse("/"))));

    private final TestDatabase test = TestDatabase.fresh();

    @AfterEach
    void drop() {
        test.close();
    }

    private final class Server {
        final CurrentSettings settings;
        final ReadAppSettings read;
        final ChangeAppSettings change;
        final ListAppSettings list;

        Server(Map<String, String> configured) {
            SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
            AppSettingRepository repository = new AppSettingRepository();
            this.settings = new CurrentSettings(new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(configured, "test", ORDINAL))
                    .build());
            this.read = new ReadAppSettings(test.database(), repository, settings);
            this.change = new ChangeAppSettings(
                    test.database(), repository, settings, read, new AuditLog(test.database(), clock), clock);
            this.list = new ListAppSettings(test.database(), repository, settings);
        }

        void set(String name, String value) {
            change.run(ADMIN, List.of(new AppSettingValueRequest(value).toWanted(name)));
        }

        ShownSetting shown(String name) {
            return list.run(ADMIN).stream()
                    .filter(shown -> shown.setting().shortName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsSetOnOneServerHoldsOnTheOtherOnceItHasReadIt() {
        Server one = new Server(Map.of());
        Server other = new Server(Map.of());

        one.set("AgentHeartbeatMinutes", "17");

        assertThat(one.settings.agents().get().heartbeat()).isEqualTo(Duration.ofMinutes(17));
        assertThat(other.shown("AgentHeartbeatMinutes").value()).isEqualTo("17");
        assertThat(other.settings.agents().get().heartbeat()).isEqualTo(Duration.ofMinutes(5));
        other.read.run();
        assertThat(other.settings.agents().get().heartbeat()).isEqualTo(Duration.ofMinutes(17));
    }

    @Test
    void whatIsConfiguredWinsIsShownAndCannotBeChanged() {
        Server plain = new Server(Map.of());
        Server configured = new Server(Map.of("qm.agent.heartbeat", "90s"));
        plain.set("AgentHeartbeatMinutes", "17");
        configured.read.run();

        assertThat(configured.settings.agents().get().heartbeat()).isEqualTo(Duration.ofSeconds(90));
        assertThat(configured.shown("AgentHeartbeatMinutes").value()).isEqualTo("1.5");
        assertThatThrownBy(() -> configured.set("AgentHeartbeatMinutes", "3"))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "AgentHeartbeatMinutes is set where the server is started, by qm.agent.heartbeat"
                                + " (QM_AGENT_HEARTBEAT), and cannot be changed here. Take it out there and start the server again.");
        plain.read.run();
        assertThat(plain.shown("AgentHeartbeatMinutes").value()).isEqualTo("17");
    }

    @Test
    void aStoredValueThatThisVersionDoesNotTakeGivesWayToTheDefault() {
        Server server = new Server(Map.of());
        test.database().runInTransaction(tx -> tx.execute("""
                INSERT INTO app_setting (id, value, changed_at, changed_by)
                VALUES (6, 'as often as it takes', now(), 'somebody'), (2, '3', now(), 'somebody')
                """));

        server.read.run();

        assertThat(server.settings.jobs().get().retriesMax()).isEqualTo(5);
        assertThat(server.settings.agents().get().heartbeat()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void readingASettingAsksTheDatabaseNothing() {
        Server server = new Server(Map.of());
        server.set("JobRetryCount", "2");
        test.close();

        assertThat(server.settings.jobs().get().retriesMax()).isEqualTo(2);
    }
}
