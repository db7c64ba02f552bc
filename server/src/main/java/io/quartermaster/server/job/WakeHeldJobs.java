package io.quartermaster.server.job;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import io.quartermaster.server.job.StartRepository.AwaitedCap;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes agents ask anew when what held their due jobs has ended by itself: quiet hours that are over, room under a cap.
 * One server at a time looks; any may.
 *
 * <p>Under a cap no more agents are woken at once than there can be room for, so that a large fleet does not come in vain
 * again and again; the others follow as long as there is room.
 */
@Singleton
public class WakeHeldJobs {
    /** Agents woken at once for one cap. */
    static final int WOKEN_MAX = 1_000;

    private final Database database;
    private final StartRepository starts;
    private final AgentSessions sessions;
    private final InstantSource clock;

    public WakeHeldJobs(Database database, StartRepository starts, AgentSessions sessions, InstantSource clock) {
        this.database = database;
        this.starts = starts;
        this.sessions = sessions;
        this.clock = clock;
    }

    @SilentInOutage
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        run();
    }

    /** @return how many agents were made to ask anew */
    public int run() {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Instant dueBy = now.plus(JobHandout.EARLY);
            Optional<Instant> before = starts.lookAgain(tx, now);
            if (before.isEmpty()) {
                return 0;
            }
            List<UUID> woken = new ArrayList<>(starts.agentsOfEndedQuietHours(tx, before.get(), dueBy, now));
            for (AwaitedCap cap : starts.lockAwaitedCaps(tx)) {
                int limit = Math.min(WOKEN_MAX, cap.runningMax());
                List<UUID> waiting = starts.agentsWaitingFor(tx, cap, dueBy, now, limit);
                woken.addAll(waiting);
                if (waiting.isEmpty() && !starts.isAnyDue(tx, new Obstruction.Cap(cap.id()), dueBy, now)) {
                    starts.awaitNoMore(tx, cap);
                }
            }
            sessions.markStale(tx, woken);
            return (int) woken.stream().distinct().count();
        });
    }
}
