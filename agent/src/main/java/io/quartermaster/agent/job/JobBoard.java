package io.quartermaster.agent.job;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.JobEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jobs that the agent holds, by the time they are due. A job that ran is put back by its schedule or, when it was to
 * run once, dropped.
 *
 * <p>One thread only.
 */
public final class JobBoard {
    /** When a job is due again while it still runs, it waits so long before it is looked at again. */
    static final Duration STILL_RUNNING_PAUSE = Duration.ofSeconds(1);

    private final JobHandlers handlers;
    private final boolean oneShot;
    private final AgentLog log;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::due));
    private final PriorityQueue<Waiting> due = new PriorityQueue<>(
            Comparator.comparingInt((Waiting entry) -> entry.job().priority()).thenComparingLong(Waiting::position));

    private record Waiting(HeldJob job, Instant due, long position) {}

    /**
     * Makes an empty board.
     *
     * @param oneShot true for an agent that runs what is due once and ends: recurring jobs then run at once and once, and
     *     those of a later moment not at all
     */
    public JobBoard(JobHandlers handlers, boolean oneShot, AgentLog log) {
        this.handlers = handlers;
        this.oneShot = oneShot;
        this.log = log;
    }

    /** Takes a new list in place of the old one. Entries that this agent cannot do are logged and left out. */
    public void replaceWith(List<JobEntry> entries, Instant now) {
        clear();
        long position = 0;
        for (JobEntry entry : entries) {
            Optional<JobHandler> handler = handlers.forJob(entry);
            if (handler.isEmpty()) {
                log.warn("Job " + entry.jobId() + " left out: its type (" + entry.jobTypeName() + ", "
                        + entry.jobTypeId() + ") is none of this agent's.");
                continue;
            }
            try {
                hold(HeldJob.of(entry, handler.get()), now, position++);
            } catch (IllegalArgumentException e) {
                log.warn("Job " + entry.jobId() + " left out: " + e.getMessage());
            }
        }
    }

    private void hold(HeldJob job, Instant now, long position) {
        Instant first = job.schedule().first(now);
        if (!oneShot) {
            waiting.add(new Waiting(job, first, position));
        } else if (!first.isAfter(now) || !(job.schedule() instanceof JobSchedule.Once)) {
            waiting.add(new Waiting(job, now, position));
        }
    }

    /** Drops all jobs. */
    public void clear() {
        waiting.clear();
        due.clear();
    }

    /**
     * Takes the first of the jobs that are due, unless it is running already.
     *
     * @param running ids of jobs that run now
     */
    public Optional<HeldJob> takeDue(Instant now, Set<String> running) {
        moveDue(now);
        while (!due.isEmpty()) {
            Waiting next = due.remove();
            if (running.contains(next.job().jobId())) {
                waiting.add(new Waiting(next.job(), now.plus(STILL_RUNNING_PAUSE), next.position()));
                continue;
            }
            if (!oneShot) {
                next.job()
                        .schedule()
                        .next(now)
                        .ifPresent(again -> waiting.add(new Waiting(next.job(), again, next.position())));
            }
            return Optional.of(next.job());
        }
        return Optional.empty();
    }

    /**
     * Makes a job due at once, whatever its schedule says.
     *
     * @return false when it is not held
     */
    public boolean makeDue(String jobId, Instant now) {
        for (Waiting entry : waiting) {
            if (entry.job().jobId().equals(jobId)) {
                waiting.remove(entry);
                due.add(new Waiting(entry.job(), now, entry.position()));
                return true;
            }
        }
        return due.stream().anyMatch(entry -> entry.job().jobId().equals(jobId));
    }

    /** When a job is due next; empty without jobs. */
    public Optional<Instant> nextDue() {
        Waiting next = due.isEmpty() ? waiting.peek() : due.peek();
        return next == null ? Optional.empty() : Optional.of(next.due());
    }

    /** The ids of all jobs held. */
    public Set<String> jobIds() {
        return Stream.concat(waiting.stream(), due.stream())
                .map(entry -> entry.job().jobId())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void moveDue(Instant now) {
        for (Waiting next = waiting.peek(); next != null && !next.due().isAfter(now); next = waiting.peek()) {
            due.add(waiting.remove());
        }
    }
}
