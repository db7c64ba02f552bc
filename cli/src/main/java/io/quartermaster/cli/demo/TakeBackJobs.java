package io.quartermaster.cli.demo;

import io.quartermaster.cli.api.ApiException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes jobs off the schedule while the agent works: one half by a query, then some by id that stand next in the agent's
 * own list.
 *
 * <p>The agent asks before it begins a job, and asks for news of its list only at its heartbeat. So it asks in vain for a
 * job that it holds already, unless a heartbeat comes in between; then some more are taken back.
 */
final class TakeBackJobs {
    private static final int ROUNDS_MIN = 3;
    private static final int ROUNDS_MAX = 10;
    private static final int JOBS_OF_A_ROUND = 8;

    /** Places in the agent's list between two jobs of a round. */
    private static final int STEP = 4;

    /** Places between the job that is in turn and the first that is taken back; more after a request that came late. */
    private static final int AHEAD = 10;

    private static final int BAD_REQUEST = 400;

    private final Household household;
    private final Waiting waiting;
    private final InstantSource clock;
    private final Narration narration;

    TakeBackJobs(Household household, Waiting waiting, InstantSource clock, Narration narration) {
        this.household = household;
        this.waiting = waiting;
        this.clock = clock;
        this.narration = narration;
    }

    List<TakenBack> run(CustomJobs jobs, ScheduleJobs.Jobs scheduled, ApproveAgent.Agent agent)
            throws InterruptedException {
        List<TakenBack> takenBack = new ArrayList<>();
        jobs.unschedule(CustomJobs.LATER);
        takenBack.add(new TakenBack(Set.copyOf(scheduled.later()), true, clock.instant()));
        if (jobs.scheduledLater() > 0) {
            throw new DemoFailure("Jobs that the query selects are still scheduled after it was answered.");
        }
        narration.did("One half taken back while the agent works: POST /OrchestratorJobs/Unschedule {\"Query\": \""
                + CustomJobs.LATER.replace("\"", "\\\"") + "\"}");
        int ahead = AHEAD;
        Set<String> asked = new HashSet<>();
        boolean told = false;
        for (int round = 0; round < ROUNDS_MAX && (round < ROUNDS_MIN || !told); round++) {
            Set<String> ids = ahead(jobs.next(), ahead);
            if (ids.isEmpty()) {
                break;
            }
            try {
                jobs.unschedule(ids);
            } catch (ApiException e) {
                if (e.status() != BAD_REQUEST) {
                    throw e;
                }
                // The agent was faster: one of them has begun, so all were refused.
                ahead *= 2;
                continue;
            }
            takenBack.add(new TakenBack(ids, false, clock.instant()));
            asked.addAll(ids);
            narration.progress(asked.size() + " jobs taken back by id");
            told |= isToldOfOne(agent, ids);
        }
        if (asked.isEmpty()) {
            throw new DemoFailure("The agent had run everything before a job could be taken back by its id.");
        }
        narration.did(asked.size() + " jobs that were next in the agent's list taken back by id.");
        return takenBack;
    }

    private boolean isToldOfOne(ApproveAgent.Agent agent, Set<String> ids) throws InterruptedException {
        return waiting.within(StartServer.HEARTBEAT.plus(Duration.ofSeconds(1)), () -> {
                    household.requireAlive();
                    boolean cancelled = !Collections.disjoint(agent.record().cancelled(), ids);
                    return cancelled ? Optional.of(true) : Optional.empty();
                })
                .isPresent();
    }

    private static Set<String> ahead(List<String> next, int ahead) {
        Set<String> chosen = new LinkedHashSet<>();
        for (int i = ahead; i < next.size() && chosen.size() < JOBS_OF_A_ROUND; i += STEP) {
            chosen.add(next.get(i));
        }
        return chosen;
    }
}
