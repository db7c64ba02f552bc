package io.quartermaster.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentCapabilitiesTest {
    private static final UUID ECHO = UUID.fromString("01980000-0000-7000-8000-000000000001");
    private static final JobTypes TYPES = new JobTypes(List.of(Map.of(ECHO, "Custom.EchoTime")));

    @Test
    void aStoreTypeIsShownOnceHoweverManyKindsOfJobsItHas() {
        assertThat(of("CertStores.PEM.Inventory", "CertStores.PEM.Management", "CertStores.RFJKS.ReEnrollment")
                        .shortNames())
                .containsExactly("PEM", "RFJKS");
    }

    @Test
    void logsCustomTypesAndOtherNamesAreShownWithoutTheirPrefix() {
        assertThat(of("custom.fetchlogs", "Custom.EchoTime", "SSL", "CertStores.PEM", "Custom.")
                        .shortNames())
                .containsExactly("LOGS", "EchoTime", "SSL", "PEM", "Custom.");
    }

    @Test
    void setsAreComparedWithoutOrderCaseAndRepetition() {
        AgentCapabilities one = of("CertStores.IIS.ReEnrollment", "Custom.FetchLogs", "Custom.fetchlogs");

        assertThat(one.names()).containsExactly("CertStores.IIS.ReEnrollment", "Custom.FetchLogs");
        assertThat(one.sameAs(of("Custom.FETCHLOGS", "certstores.iis.reenrollment")))
                .isTrue();
        assertThat(one.sameAs(of("Custom.FetchLogs"))).isFalse();
        assertThat(one.include("custom.FetchLogs")).isTrue();
        assertThat(one.include("Custom.Fetch")).isFalse();
    }

    @Test
    void idsOfOldAgentsBecomeNamesInWhateverCaseTheyCome() {
        AgentCapabilities sent = of(
                "A809CE1F-1eea-4738-a38e-15708c89c981",
                "0D8CF0C8-56CA-4B8A-B16A-C062018E170D",
                "5B9CF048-E95F-4331-A510-0CDFABAC1703",
                "01980000-0000-7000-8000-000000000001",
                "FFFFFFFF-0000-4000-8000-000000000000",
                "CertStores.PEM.Inventory");

        assertThat(sent.named(TYPES).names())
                .containsExactly(
                        "CertStores.PEM.Inventory",
                        "Custom.FetchLogs",
                        "CertStores.IIS.Inventory",
                        "Custom.EchoTime",
                        "ffffffff-0000-4000-8000-000000000000");
    }

    @Test
    void theIdOfAJobTypeIsKnownOnlyWhereThisServerHasTheType() {
        assertThat(TYPES.idOf("custom.echotime")).contains(ECHO);
        assertThat(TYPES.idOf("Custom.FetchLogs")).isPresent();
        assertThat(TYPES.idOf("CertStores.PEM.Inventory")).isEmpty();
        assertThat(TYPES.idOf("CertStores.IIS.Inventory")).isEmpty();
    }

    @Test
    void emptyEntriesAreLeftOut() {
        assertThat(AgentCapabilities.sent(Arrays.asList("", null, "  ", " Custom.A "))
                        .names())
                .containsExactly("Custom.A");
        assertThat(AgentCapabilities.sent(null).names()).isEmpty();
    }

    @Test
    void tooManyTooLongAndUnprintableOnesAreRefusedWithTheLimit() {
        assertThatThrownBy(() -> AgentCapabilities.sent(Collections.nCopies(1_001, "a")))
                .isInstanceOf(CommandException.class)
                .hasMessage("Capabilities may have at most 1000 entries; this registration has 1001.");
        assertThatThrownBy(() -> AgentCapabilities.sent(List.of("a".repeat(257))))
                .isInstanceOf(CommandException.class)
                .hasMessage("A capability may have at most 256 characters; one of this registration has 257.");
        assertThatThrownBy(() -> AgentCapabilities.sent(List.of("Custom.\0")))
                .isInstanceOf(CommandException.class)
                .hasMessage("A capability must not contain control characters.");
        assertThat(AgentCapabilities.sent(Collections.nCopies(1_000, "a".repeat(256)))
                        .names())
                .hasSize(1);
    }

    private static AgentCapabilities of(String... names) {
        return new AgentCapabilities(List.of(names));
    }
}
