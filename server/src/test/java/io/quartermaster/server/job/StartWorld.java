package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two agents with stores and jobs that come, run and go by chance. */
final class StartWorld {
    private static final List<JobKind> KINDS = List.of(JobKind.INVENTORY, JobKind.MANAGEMENT, JobKind.REENROLLMENT);

    private final JobFixture fixture;
    private final Random random;
    final List<UUID> agents;
    private final Map<UUID, AgentSession> sessions;
    private final Map<UUID, List<StorePlace>> stores;
    private final List<Begun> begun = new ArrayList<>();

    private record Begun(AgentSession session, UUID job, long auditId) {}

    StartWorld(JobFixture fixture, Random random) {
        this.fixture = fixture;
        this.random = random;
        this.agents = List.of(fixture.agent("edge-" + fixture.ids.next()), fixture.agent("edge-" + fixture.ids.next()));
        this.sessions = agents.stream().collect(Collectors.toMap(agent -> agent, fixture::session));
        this.stores = agents.stream()
                .collect(Collectors.toMap(
                        agent -> agent, agent -> List.of(fixture.store(agent, 5), fixture.store(agent, null))));
    }

    /** @return what was done */
    String change() {
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> schedule();
            case 3 -> begin();
            case 4 -> end();
            case 5 -> approveAStoreOrNot();
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
