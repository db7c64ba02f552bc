package io.quartermaster.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProtocolValuesTest {
    @Test
    void theVersionThatTheCAgentSendsIsTwoDotNineteen() {
        assertThat(AgentVersion.unpack(563031557799936L)).hasToString("2.19.0.0");
    }

    @Test
    void aVersionSurvivesPackingToTheLastBit() {
        AgentVersion largest = new AgentVersion(65535, 65535, 65535, 65535);
        assertThat(AgentVersion.unpack(largest.pack())).isEqualTo(largest);
        AgentVersion each = new AgentVersion(1, 2, 3, 4);
        assertThat(AgentVersion.unpack(each.pack())).isEqualTo(each);
    }

    @Test
    void aPartOfAVersionHasSixteenBits() {
        assertThatThrownBy(() -> new AgentVersion(1, 65536, 0, 0)).hasMessageContaining("0 to 65535");
    }

    @Test
    void anErrorSpellsItsCodeInEightHexDigitsTwice() {
        ResultError error = ResultError.of(0xA0110022, "Job not found.");
        assertThat(error.codeString()).isEqualTo("A0110022");
        assertThat(error.hResult()).isEqualTo("A0110022");
        assertThat(error.text()).isEqualTo("Job not found. (A0110022)");
    }

    @Test
    void aLongMessageIsCutSoThatTheCAgentSurvivesIt() {
        ResultError error = ResultError.of(-1, "x".repeat(5000));
        assertThat(error.text().length()).isLessThan(900);
        assertThat(error.message()).endsWith("...");
    }

    @Test
    void onlyWarningAndErrorKeepAJobFromRunning() {
        assertThat(new Result(Result.UNKNOWN, null).letsJobRun()).isTrue();
        assertThat(Result.success().letsJobRun()).isTrue();
        assertThat(Result.warning(-1, "later").letsJobRun()).isFalse();
        assertThat(Result.error(-1, "never").letsJobRun()).isFalse();
    }

    @Test
    void secondsWinOverMinutesAndNeverFallBelowOne() {
        assertThat(new HeartbeatReply(null, 5, null, true).untilHeartbeat()).isEqualTo(Duration.ofMinutes(5));
        assertThat(new HeartbeatReply(null, 5, 42, true).untilHeartbeat()).isEqualTo(Duration.ofSeconds(42));
        assertThat(new HeartbeatReply(null, 0, null, true).untilHeartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new HeartbeatReply(null, 5, -3, true).untilHeartbeat()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyBuiltInJobTypeHasAnIdAndACapabilityOfItsOwn() {
        List<BuiltInJobType> all = List.of(BuiltInJobType.values());
        assertThat(all).extracting(BuiltInJobType::id).doesNotHaveDuplicates();
        assertThat(all).extracting(BuiltInJobType::capability).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(type -> assertThat(BuiltInJobType.withId(type.id())).contains(type));
        assertThat(BuiltInJobType.withId(new UUID(0, 1))).isEmpty();
    }

    /** Agents in the field find their handlers by these; a change here would make them drop the jobs without a word. */
    @Test
    void theIdsOfBuiltInJobTypesNeverChange() {
        assertThat(Arrays.stream(BuiltInJobType.values()).map(type -> type.id() + " " + type.capability()))
                .containsExactly(
                        "a809ce1f-1eea-4738-a38e-15708c89c981 CertStores.PEM.Inventory",
                        "1d411b36-ae72-433f-9f3f-8593e836a1af CertStores.PEM.Management",
                        "aa015d10-cffc-41f7-a9a4-c9615f6f3bdf CertStores.PEM.Reenrollment",
                        "e98151de-53ad-4b99-b52a-f37118ec0c5c CertStores.PEM.Discovery",
                        "67b63010-d738-47c3-87a2-9f289466c881 CertStores.JKS.Inventory",
                        "b614f9e2-c56b-421c-b548-03d42eb32f8a CertStores.JKS.Management",
                        "48743e90-108e-4dc3-b81c-7fb830215d1f CertStores.JKS.Reenrollment",
                        "74d9f7c5-b2ac-4f21-a72b-29b5adc90651 CertStores.JKS.Discovery",
                        "f2e844c9-0bdd-4094-9724-fe4832cc8256 CertStores.PKCS12.Inventory",
                        "1c584caa-74bf-48d5-9ccb-417f988f3419 CertStores.PKCS12.Management",
                        "c608b1a0-fa20-44d9-b13c-abbbbd824d62 CertStores.PKCS12.Reenrollment",
                        "ce01ace8-af61-4413-a428-83822d47469a CertStores.PKCS12.Discovery",
                        "0d8cf0c8-56ca-4b8a-b16a-c062018e170d Custom.FetchLogs");
    }

    @Test
    void capabilitiesAreBuiltAsTheBuiltInOnesAreWritten() {
        assertThat(Capabilities.inventory("PEM")).isEqualTo(BuiltInJobType.PEM_INVENTORY.capability());
        assertThat(Capabilities.management("JKS")).isEqualTo(BuiltInJobType.JKS_MANAGEMENT.capability());
        assertThat(Capabilities.reenrollment("PEM")).isEqualTo(BuiltInJobType.PEM_REENROLLMENT.capability());
        assertThat(Capabilities.discovery("PKCS12")).isEqualTo(BuiltInJobType.PKCS12_DISCOVERY.capability());
        assertThat(Capabilities.custom("FetchLogs")).isEqualTo(BuiltInJobType.FETCH_LOGS.capability());
    }

    @Test
    void noSecretIsPrinted() {
        InventoryJobDetails store =
                new InventoryJobDetails("m", "/srv/store.jks", new SecretText("hunter2"), 2, List.of());
        CustomJobDetails custom = new CustomJobDetails("Login", Map.of("Password", "hunter2"));
        Session session = new Session("hunter2", "id", 5, null, "m", null, null, null);
        SecretText secret = new SecretText("hunter2");
        Map<String, String> fields = Map.of("Pin", "hunter2");
        ManagementJobDetails management = new ManagementJobDetails(
                2,
                "m",
                "/srv/a.jks",
                secret,
                2,
                2,
                "a",
                true,
                secret,
                "AB",
                secret,
                secret,
                false,
                secret,
                true,
                fields,
                List.of());
        ReenrollmentConfigureReply reenrollment = new ReenrollmentConfigureReply(
                null,
                7,
                false,
                "/e",
                null,
                "2048",
                "RSA",
                "CN=a",
                "m",
                "/srv/a.jks",
                secret,
                secret,
                2,
                null,
                "a",
                false,
                fields,
                null);
        DiscoveryJobDetails discovery = new DiscoveryJobDetails("m", 2, secret, secret, true, null);
        assertThat(List.of(
                        store.toString(),
                        custom.toString(),
                        session.toString(),
                        management.toString(),
                        reenrollment.toString(),
                        discovery.toString()))
                .noneMatch(text -> text.contains("hunter2"));
    }

    @Test
    void noRequestPrintsItsTokenOrWhatItBrings() {
        assertThat(List.of(
                                new HeartbeatRequest(5, null, "edge-1", "hunter2"),
                                new UnregisterRequest("hunter2"),
                                new ConfigureRequest("hunter2", "job"),
                                new InventoryUpdateRequest("hunter2", "job", List.of()),
                                new EnrollRequest("hunter2", "job", "MIIC"),
                                new DiscoverySubmitRequest("hunter2", "job", List.of("/srv/a.jks")),
                                new CustomSubmitRequest("hunter2", "job", "hunter2"),
                                new CompleteRequest(2, 7, "job", "hunter2", "hunter2", "hunter2"))
                        .toString())
                .isEqualTo(
                        "[HeartbeatRequest[clientMachine=edge-1], UnregisterRequest[], ConfigureRequest[jobId=job],"
                                + " InventoryUpdateRequest[jobId=job, entries=0], EnrollRequest[jobId=job, characters=4],"
                                + " DiscoverySubmitRequest[jobId=job, locations=1],"
                                + " CustomSubmitRequest[jobId=job, characters=7], CompleteRequest[status=2, auditId=7, jobId=job]]");
    }
}
