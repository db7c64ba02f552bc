package io.quartermaster.server.agent;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.AgentSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Tells each agent when to call again. Safe for many threads. */
@Singleton
public class Heartbeats {
    /** How long the size of the fleet is taken for known; until then no heartbeat counts it again. */
    static final Duration FLEET_SIZE_KEPT = Duration.ofMinutes(1);

    private final Database database;
    private final AgentRepository agents;
    private final Supplier<AgentSettings> settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicReference<Fleet> fleet = new AtomicReference<>(new Fleet(0, Instant.MIN));

    public Heartbeats(
            Database database,
            AgentRepository agents,
            Supplier<AgentSettings> settings,
            InstantSource clock,
            RandomGenerator random) {
        this.database = database;
        this.agents = agents;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** When the agent that is being answered is to call again. Not inside a transaction. */
    public HeartbeatInterval next() {
        return HeartbeatInterval.of(settings.get(), approvedAgents(), random);
    }

    /** How often agents call at present: the setting, or less often if the fleet is large. Not inside a transaction. */
    public Duration averageInterval() {
        return HeartbeatInterval.average(settings.get(), approvedAgents());
    }

    private long approvedAgents() {
        Instant now = clock.instant();
        Fleet known = fleet.get();
        if (now.isBefore(known.countedAgainAt())) {
            return known.approvedAgents();
        }
        // The old number stays in use while one call counts.
        if (!fleet.compareAndSet(known, new Fleet(known.approvedAgents(), now.plus(FLEET_SIZE_KEPT)))) {
            return known.approvedAgents();
        }
        long counted = database.read(agents::countApproved);
        fleet.set(new Fleet(counted, now.plus(FLEET_SIZE_KEPT)));
        return counted;
    }

    private record Fleet(long approvedAgents, Instant countedAgainAt) {}
}
