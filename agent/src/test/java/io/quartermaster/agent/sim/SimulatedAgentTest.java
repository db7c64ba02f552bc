package io.quartermaster.agent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.fake.FakeJob;
import io.quartermaster.agent.fake.FakeServer;
import io.quartermaster.agent.fake.LossyTransport;
import io.quartermaster.agent.fake.LossyTransport.Fate;
import io.quartermaster.agent.fake.StoreJobs;
import io.quartermaster.agent.fake.TestCa;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.protocol.ManagementOperation;
import io.quartermaster.store.spi.InventoryEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever is lost, repeated or crashes, a job whose unschedule came before its attempt never runs, no attempt is
 * begun that the server does not know, and in the end every attempt is reported. Method: from a seed, a world of one
 * agent and the fake server, with jobs that come and go and a transport that loses one call in four.
 */
class SimulatedAgentTest {
    private static final Instant START = Instant.parse("2026-11-23T10:15:00Z");

    private static final List<Fate> FATES = List.copyOf(EnumSet.allOf(Fate.class));

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAttemptIsReportedAndNothingUnscheduledRuns(long seed) {
        World world = new World(seed);
        for (int i = 0; i < 400; i++) {
            world.anything();
            world.checkAttempts();
        }
        world.calmDown();
        assertThat(world.agent.begun())
                .as("seed %d", seed)
                .isNotEmpty()
                .extracting(SimulatedAgent.Begun::auditId)
                .isSubsetOf(world.completedAuditIds());
        assertThat(world.agent.openRuns()).as("seed %d", seed).isZero();
        assertThat(world.agent.heldJobs()).as("seed %d", seed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsReportedAsDoneIsInTheStoresWhateverIsLost(long seed) {
        World world = new World(seed);
        for (int i = 0; i < 300; i++) {
            world.anything();
            if (i % 30 == 0) {
                world.changeSomeStore();
            }
        }
        world.calmDown();
        assertThat(world.changesDone()).as("seed %d", seed).isSubsetOf(world.entriesHeld());
        assertThat(world.agent.openRuns()).as("seed %d", seed).isZero();
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(run(42)).isEqualTo(run(42)).isNotEqualTo(run(43));
    }

    @Test
    void aStepIsAtMostOneCall() {
        World world = new World(7);
        for (int i = 0; i < 400; i++) {
            int before = world.callsMade;
            world.stepAgent();
            assertThat(world.callsMade - before).isLessThanOrEqualTo(1);
            if (i % 10 == 0) {
                world.server.addCustom("Fake", null, Map.of("Id", "x"));
            }
        }
        assertThat(world.server.attempts).isNotEmpty();
    }

    private static List<String> run(long seed) {
        World world = new World(seed);
        for (int i = 0; i < 300; i++) {
            world.anything();
        }
        return world.server.calls;
    }

    private static final class World {
        final FakeServer server = new FakeServer();
        final SimulatedAgent agent;
        int callsMade;

        private final Random random;
        private final FakeJob job = new FakeJob();
        private final SimulatedStores stores = new SimulatedStores("PEM");
        private final Map<String, String> additions = new HashMap<>();
        private final List<String> scheduled = new ArrayList<>();
        private final Set<String> unscheduledInTime = new HashSet<>();
        private Instant now = START;
        private boolean calm;

        World(long seed) {
            random = new Random(seed);
            server.heartbeatSeconds = 10;
            agent = new SimulatedAgent(
                    "sim-1",
                    List.of(new CustomHandler(job, Map.of())),
                    List.of(stores),
                    new LossyTransport(server.transport(), _ -> fate()),
                    new Random(seed),
                    START,
                    SimulatedAgent.quiet());
        }

        void anything() {
            switch (random.nextInt(20)) {
                case 0, 1 ->
                    scheduled.add(server.addCustom("Fake", null, Map.of("Id", Integer.toString(scheduled.size()))));
                case 2 -> unscheduleOne();
                case 3 -> {
                    if (random.nextInt(5) == 0) {
                        agent.crash(now);
                    }
                }
                default -> stepAgent();
            }
        }

        /** Adds an entry that no other job knows, to one of three stores. */
        void changeSomeStore() {
            String path = "/store-" + random.nextInt(3);
            String alias = "entry-" + additions.size();
            byte[] certificate = alias.getBytes(StandardCharsets.US_ASCII);
            ManagementJobDetails addition = new StoreJobs(path, "", "")
                    .job(ManagementOperation.CREATE_AND_ADD, alias, TestCa.base64(certificate), null, false);
            additions.put(server.addManagement(BuiltInJobType.PEM_MANAGEMENT, addition), path + " " + alias);
        }

        Set<String> changesDone() {
            Set<String> done = new HashSet<>();
            for (FakeServer.Attempt attempt : server.attempts) {
                CompleteRequest end = attempt.completion;
                String entry = additions.get(attempt.jobId);
                if (entry != null && end != null && end.status() == CompletionStatus.SUCCESS) {
                    done.add(entry);
                }
            }
            return done;
        }

        Set<String> entriesHeld() {
            Set<String> held = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                String path = "/store-" + i;
                List<InventoryEntry> content = stores.content(path);
                if (content != null) {
                    content.forEach(entry -> held.add(path + " " + entry.alias()));
                }
            }
            return held;
        }

        private void unscheduleOne() {
            if (!scheduled.isEmpty()) {
                String jobId = scheduled.remove(random.nextInt(scheduled.size()));
                server.unschedule(jobId);
                if (server.attempts.stream().noneMatch(attempt -> attempt.jobId.equals(jobId))) {
                    unscheduledInTime.add(jobId);
                }
            }
        }

        void stepAgent() {
            if (!agent.step(now)) {
                Instant next = agent.nextStep();
                now = next.isAfter(now) ? next : now.plusMillis(1);
            }
        }

        void checkAttempts() {
            assertThat(agent.begun()).noneMatch(begun -> unscheduledInTime.contains(begun.jobId()));
            List<Long> known =
                    server.attempts.stream().map(attempt -> attempt.auditId).toList();
            assertThat(agent.begun()).extracting(SimulatedAgent.Begun::auditId).isSubsetOf(known);
        }

        /** No more faults, and time enough for everything. */
        void calmDown() {
            calm = true;
            Instant end = now.plus(Duration.ofMinutes(10));
            while (now.isBefore(end)) {
                stepAgent();
            }
        }

        /** Not in here: attempts of which the agent never heard, which the server's own time limit ends. */
        Set<Long> completedAuditIds() {
            Set<Long> completed = new HashSet<>();
            server.attempts.stream()
                    .filter(attempt -> attempt.completion != null)
                    .forEach(attempt -> completed.add(attempt.auditId));
            return completed;
        }

        private Fate fate() {
            callsMade++;
            if (calm || random.nextInt(4) > 0) {
                return Fate.ARRIVES;
            }
            return FATES.get(random.nextInt(FATES.size()));
        }
    }
}
