package io.quartermaster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.fake.HttpFakeServer;
import io.quartermaster.agent.log.LogFile;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.StateFolder;
import io.quartermaster.agent.transport.Credentials;
import io.quartermaster.agent.transport.ServerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent with its threads, over real HTTP, with the real store types and custom jobs. */
@Timeout(60)
class AgentTest {
    private static final Path CACERTS = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");

    private final HttpFakeServer server;
    private final Path folder;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    AgentTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.server = new HttpFakeServer();
        server.logic.heartbeatSeconds = 1;
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theTruststoreOfThisJdkIsInventoriedInPartsAndTheSecondTimeNothingChanged() throws Exception {
        KeyStore cacerts = KeyStore.getInstance(CACERTS.toFile(), "changeit".toCharArray());
        String first = server.logic.addInventory(BuiltInJobType.JKS_INVENTORY, CACERTS.toString(), "changeit");
        try (Running agent = start(false, 50_000)) {
            await(() -> server.logic.isCompleted(first));
            List<List<InventoryItem>> updates = server.logic.attemptOf(first).updates;
            assertThat(updates).hasSizeGreaterThan(2);
            Set<String> aliases = new HashSet<>();
            updates.forEach(part -> part.forEach(item -> aliases.add(item.alias())));
            assertThat(aliases).hasSize(cacerts.size());
            assertThat(completion(first).status()).isEqualTo(CompletionStatus.SUCCESS);
            assertThat(completion(first).message()).isEmpty();
            assertThat(agent.result()).isNotDone();
        }
    }

    @Test
    void aStoreThatIsNotThereFailsWithOneSentence() throws Exception {
        String jobId = server.logic.addInventory(BuiltInJobType.PEM_INVENTORY, "/gone/store.pem", "");
        try (Running _ = start(false, 50_000)) {
            await(() -> server.logic.isCompleted(jobId));
        }
        assertThat(completion(jobId).status()).isEqualTo(CompletionStatus.ERROR);
        assertThat(completion(jobId).message()).isEqualTo("There is no file /gone/store.pem.");
        assertThat(server.logic.attemptOf(jobId).updates).isEmpty();
    }

    @Test
    void aWrongPasswordFailsAndStandsInNoLog() throws Exception {
        String jobId = server.logic.addInventory(BuiltInJobType.JKS_INVENTORY, CACERTS.toString(), "hunter2-is-wrong");
        try (Running _ = start(false, 50_000)) {
            await(() -> server.logic.isCompleted(jobId));
        }
        assertThat(completion(jobId).message())
                .isEqualTo("The password of " + CACERTS + " is wrong, or the file was changed.");
        assertThat(Files.readString(folder.resolve("agent.log")))
                .contains(jobId)
                .doesNotContain("hunter2");
    }

    @Test
    void theLogIsFetched() throws Exception {
        String jobId = server.logic.addFetchLogs(300);
        try (Running _ = start(false, 50_000)) {
            await(() -> server.logic.isCompleted(jobId));
        }
        assertThat(completion(jobId).status()).isEqualTo(CompletionStatus.SUCCESS);
        assertThat(Objects.requireNonNull(completion(jobId).log()))
                .hasSizeLessThanOrEqualTo(300)
                .contains("Custom.FetchLogs job " + jobId + " begins");
    }

    @Test
    void customJobsAreDoneWithTheSettingsOfThisMachine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        String checksum = server.logic.addCustom("FileChecksum", null, Map.of("Paths", file.toString()));
        String disk = server.logic.addCustom("DiskSpace", null, Map.of());
        try (Running _ = start(false, 50_000)) {
            await(() -> server.logic.isCompleted(checksum) && server.logic.isCompleted(disk));
        }
        assertThat(server.logic.attemptOf(checksum).data).contains("ba7816bf8f01cfea");
        assertThat(server.logic.attemptOf(disk).data).contains("TotalBytes");
    }

    @Test
    void aServerThatGoesDownAndComesBackIsFoundAgainInTheSameSession() throws Exception {
        try (Running _ = start(false, 50_000)) {
            await(() -> server.logic.count("/Session/Heartbeat") >= 1);
            server.goDown();
            String jobId = server.logic.addCustom("DiskSpace", null, Map.of());
            TimeUnit.MILLISECONDS.sleep(1500);
            server.comeBack();
            await(() -> server.logic.isCompleted(jobId));
        }
        assertThat(server.logic.count("/Session/Register")).isEqualTo(2);
    }

    @Test
    void lostAnswersAndFailuresDelayJobsAndNothingElse() throws Exception {
        for (int i = 0; i < 20; i++) {
            server.logic.addCustom("DiskSpace", null, Map.of());
        }
        try (Running _ = start(false, 50_000)) {
            await(() -> server.logic.attempts.size() > 3);
            server.answersToLose.set(10);
            await(() -> server.answersToLose.get() == 0);
            server.failuresToCome.set(10);
            await(() -> server.logic.attempts.size() == 20
                    && server.logic.attempts.stream().allMatch(attempt -> attempt.completion != null));
        }
        assertThat(server.logic.attempts)
                .allSatisfy(attempt -> assertThat(
                                Objects.requireNonNull(attempt.completion).status())
                        .isEqualTo(CompletionStatus.SUCCESS))
                .extracting(attempt -> attempt.jobId)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyCallCarriesTheAccountAndNoOtherNameOfTheSoftware() throws Exception {
        try (Running _ = start(false, 50_000)) {
            await(() -> server.headers.size() >= 2);
        }
        assertThat(server.headers).allSatisfy(headers -> {
            assertThat(headers.get("Authorization")).containsExactly("Basic RE9NXGFnZW50OnDDpHNz");
            assertThat(headers.get("Content-type")).containsExactly("application/json");
        });
        assertThat(Files.readString(folder.resolve("agent.log"))).doesNotContain("p\u00e4ss");
    }

    @Test
    void theAgentSaysWhatItCanDo() throws Exception {
        try (Running _ = start(false, 50_000)) {
            await(() -> !server.logic.registrations.isEmpty());
        }
        RegisterRequest request = server.logic.registrations.getFirst();
        List<String> able = new ArrayList<>(List.of("Custom.DiskSpace", "Custom.FetchLogs", "Custom.FileChecksum"));
        Extensions.load().storeTypes().forEach(type -> able.addAll(StoreHandlers.capabilities(type)));
        assertThat(request.capabilities())
                .containsExactlyInAnyOrderElementsOf(able)
                .contains("CertStores.PEM.Inventory", "CertStores.JKS.Inventory", "CertStores.PKCS12.Inventory");
        assertThat(request.clientMachine()).isEqualTo("edge-7");
        assertThat(request.agentPlatform()).isEqualTo(RegisterRequest.PLATFORM_JAVA);
        assertThat(request.csr()).isNull();
    }

    @Test
    void anAgentThatIsStoppedGivesItsSessionBack() throws Exception {
        try (Running agent = start(false, 50_000)) {
            await(() -> server.logic.count("/Session/Heartbeat") >= 1);
            agent.agent().stop();
            assertThat(agent.result().get(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.logic.calls.getLast()).isEqualTo("/Session/Unregister");
    }

    @Test
    void aOneShotAgentEndsWhenAllIsDone() throws Exception {
        String one = server.logic.addCustom("DiskSpace", null, Map.of());
        String two = server.logic.addFetchLogs(100);
        try (Running agent = start(true, 50_000)) {
            assertThat(agent.result().get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.logic.isCompleted(one) && server.logic.isCompleted(two))
                .isTrue();
        assertThat(server.logic.calls.getLast()).isEqualTo("/Session/Unregister");
    }

    @Test
    void aOneShotAgentWithoutAServerEndsUnsuccessfully() throws Exception {
        server.goDown();
        try (Running agent = start(true, 50_000)) {
            assertThat(agent.result().get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(agent.agent().trouble())
                    .isEqualTo("Not registered: not reachable: nothing takes connections there.");
        }
        assertThat(folder.resolve("agent.log"))
                .content()
                .contains("Not registered: not reachable")
                .as("it ends soon")
                .doesNotContain("Trying again");
    }

    private record Running(Agent agent, CompletableFuture<Boolean> result) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            agent.stop();
            result.orTimeout(30, TimeUnit.SECONDS).join();
            agent.close();
        }
    }

    private Running start(boolean oneShot, long updateBytesMax) throws IOException {
        StateFolder.make(folder);
        LogFile log = new LogFile(
                folder.resolve("agent.log"),
                LogFile.FILE_BYTES_MAX,
                new PrintStream(console, true, StandardCharsets.UTF_8),
                Clock.systemUTC());
        Agent agent = Agent.open(
                new AgentSettings(
                        ServerAddress.parse(server.url()),
                        "edge-7",
                        Optional.of(new Credentials("DOM\\agent", "p\u00e4ss")),
                        Optional.empty(),
                        folder,
                        2,
                        oneShot,
                        updateBytesMax,
                        new Backoff.Timing(Duration.ofMillis(20), Duration.ofMillis(200)),
                        StoreRules.CLOSED,
                        Map.of("FileChecksum", Map.of("Roots", folder.toString()))),
                log,
                Clock.systemUTC(),
                new Random(1));
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread.ofPlatform().name("agent").start(() -> {
            try {
                result.complete(agent.run());
            } catch (InterruptedException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return new Running(agent, result);
    }

    private CompleteRequest completion(String jobId) {
        return Objects.requireNonNull(server.logic.attemptOf(jobId).completion);
    }

    private void await(BooleanSupplier reached) throws InterruptedException {
        for (int i = 0; i < 2000; i++) {
            synchronized (server.logic) {
                if (reached.getAsBoolean()) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("not reached; the agent's log:\n" + console.toString(StandardCharsets.UTF_8));
    }
}
