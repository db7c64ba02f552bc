package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.control.CapSubject;
import io.quartermaster.server.control.PauseSubject;
import io.quartermaster.server.control.QuietHours;
import io.quartermaster.server.control.QuietHoursRequest;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two agents with stores and jobs that come, run and go by chance. */
final class StartWorld {
    private static final int CONTAINER = 5;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Caller ADMIN = JobFixture.caller("/");
    private static final List<JobKind> KINDS = List.of(JobKind.INVENTORY, JobKind.MANAGEMENT, JobKind.REENROLLMENT);

    private final JobFixture fixture;
    private final Random random;
    final List<UUID> agents;
    private final Map<UUID, AgentSession> sessions;
    private final Map<UUID, List<StorePlace>> stores;
    private final List<UUID> pauses = new ArrayList<>();
    private final Set<UUID> caps = new HashSet<>();
    private final List<Runnable> removals = new ArrayList<>();
    private final List<Begun> begun = new ArrayList<>();

    private record Begun(AgentSession session, UUID job, long auditId) {}

    StartWorld(JobFixture fixture, Random random) {
        this.fixture = fixture;
        this.random = random;
        fixture.database.runInTransaction(tx -> {
            tx.execute("DELETE FROM job_pause");
            tx.execute("DELETE FROM quiet_hours");
            tx.execute("DELETE FROM job_cap");
        });
        this.agents = List.of(fixture.agent("edge-" + fixture.ids.next()), fixture.agent("edge-" + fixture.ids.next()));
        this.sessions = agents.stream().collect(Collectors.toMap(agent -> agent, fixture::session));
        this.stores = agents.stream()
                .collect(Collectors.toMap(
                        agent -> agent, agent -> List.of(fixture.store(agent, CONTAINER), fixture.store(agent, null))));
    }

    /** @return what was done */
    String change() {
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> schedule();
            case 3 -> begin();
            case 4 -> end();
            case 5 -> approveAStoreOrNot();
            case 6, 7 -> pause();
            case 8 -> resume();
            case 9 -> quietHours();
            case 10 -> cap();
            case 11 -> removeAControl();
            default -> {
                fixture.advance(Duration.ofSeconds(random.nextInt(240)));
                yield "time passes";
            }
        };
    }

    private String schedule() {
        UUID agent = agents.get(random.nextInt(agents.size()));
        StorePlace store = random.nextInt(4) == 0
                ? null
                : stores.getOrDefault(agent, List.of()).get(random.nextInt(2));
        JobKind kind = store == null ? JobKind.CUSTOM : KINDS.get(random.nextInt(KINDS.size()));
        fixture.job(agent, kind, store == null ? "RestartService" : "TEST" + kind.genericName(), store, schedule(kind));
        return kind + " job scheduled";
    }

    private @Nullable String schedule(JobKind kind) {
        return switch (random.nextInt(4)) {
            case 0 -> kind == JobKind.MANAGEMENT ? null : "I_" + (1 + random.nextInt(5));
            case 1 ->
                "O_" + fixture.now().plusSeconds(random.nextInt(400)).toString().substring(0, 16);
            default -> null;
        };
    }

    private String begin() {
        return randomJob()
                .map(job -> {
                    AgentSession session = sessionFor(job);
                    long auditId = fixture.configure(session, job).auditId();
                    if (auditId > 0) {
                        begun.add(new Begun(session, job, auditId));
                    }
                    return "asked for " + job;
                })
                .orElse("nothing to ask for");
    }

    private String end() {
        if (begun.isEmpty()) {
            return "nothing to end";
        }
        Begun attempt = begun.remove(random.nextInt(begun.size()));
        fixture.complete(attempt.session(), attempt.job(), attempt.auditId(), random.nextInt(3) == 0 ? 4 : 2);
        return "ended " + attempt.job();
    }

    private String approveAStoreOrNot() {
        StorePlace store = stores.getOrDefault(agents.getFirst(), List.of()).getFirst();
        boolean approved = random.nextBoolean();
        fixture.database.runInTransaction(
                tx -> tx.execute("UPDATE certificate_store SET approved = ? WHERE id = ?", approved, store.storeId()));
        return "store approved: " + approved;
    }

    private String pause() {
        PauseSubject subject = switch (random.nextInt(5)) {
            case 0 -> new PauseSubject.OfAgent(agents.getFirst());
            case 1 -> new PauseSubject.InContainer(CONTAINER);
            case 2 -> new PauseSubject.OfJobType("testmanagement");
            case 3 -> new PauseSubject.OfJobType("Reenrollment");
            default ->
                new PauseSubject.ByQuery("AgentId -eq \"" + agents.getLast() + "\" AND JobType -contains \"in\"");
        };
        Instant until = random.nextBoolean() ? fixture.now().plusSeconds(1 + random.nextInt(300)) : null;
        pauses.add(fixture.pauseJobs.run(ADMIN, subject, "Of the test", until).id());
        return "paused " + subject.words() + " until " + until;
    }

    private String resume() {
        fixture.resumeJobs.runEnded();
        if (pauses.isEmpty()) {
            return "nothing to resume";
        }
        UUID pause = pauses.remove(random.nextInt(pauses.size()));
        try {
            fixture.resumeJobs.run(ADMIN, pause);
        } catch (CommandException ended) {
            return "had ended by itself: " + pause;
        }
        return "resumed " + pause;
    }

    private String quietHours() {
        LocalTime wall = fixture.now().atZone(BERLIN).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        QuietHours quiet = fixture.setQuietHours.run(
                ADMIN,
                new QuietHoursRequest(
                                CONTAINER,
                                random.nextBoolean() ? null : List.of(random.nextInt(7), random.nextInt(7)),
                                wall.minusMinutes(random.nextInt(120) - 10).toString(),
                                wall.plusMinutes(2 + random.nextInt(5)).toString(),
                                BERLIN.getId(),
                                "Of the test")
                        .checked());
        removals.add(() -> fixture.removeQuietHours.run(ADMIN, quiet.id()));
        return "quiet hours";
    }

    private String cap() {
        CapSubject subject = switch (random.nextInt(4)) {
            case 0 -> new CapSubject.All();
            case 1 -> new CapSubject.EachAgent();
            case 2 -> new CapSubject.OneAgent(agents.getFirst());
            default -> new CapSubject.OfStoreType("test");
        };
        UUID cap = fixture.setCap.run(ADMIN, subject, 1 + random.nextInt(2)).id();
        if (caps.add(cap)) {
            removals.add(() -> {
                caps.remove(cap);
                fixture.removeCap.run(ADMIN, cap);
            });
        }
        return "cap " + subject.words();
    }

    private String removeAControl() {
        if (removals.isEmpty()) {
            return "nothing to remove";
        }
        removals.remove(random.nextInt(removals.size())).run();
        return "control removed";
    }

    List<UUID> jobsOf(UUID agent) {
        return fixture.database.read(
                tx -> tx.createQuery("SELECT id FROM scheduled_job WHERE agent_id = :agent ORDER BY id")
                        .bind("agent", agent)
                        .mapTo(UUID.class)
                        .list());
    }

    /** One that does not run: asked for again, it would be given anew. */
    Optional<UUID> randomJob() {
        List<UUID> waiting = fixture.database.read(tx -> tx.createQuery(
                        "SELECT id FROM scheduled_job WHERE agent_id = ANY (:agents) AND state = 'SCHEDULED' ORDER BY id")
                .bindArray("agents", UUID.class, agents)
                .mapTo(UUID.class)
                .list());
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.get(random.nextInt(waiting.size())));
    }

    AgentSession sessionFor(UUID job) {
        UUID agent = fixture.database.read(tx -> tx.createQuery("SELECT agent_id FROM scheduled_job WHERE id = :job")
                .bind("job", job)
                .mapTo(UUID.class)
                .one());
        AgentSession session = sessions.get(agent);
        if (session == null) {
            throw new IllegalStateException("A job of an agent that this world does not have: " + job);
        }
        return session;
    }
}
