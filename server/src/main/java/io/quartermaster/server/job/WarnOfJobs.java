package io.quartermaster.server.job;

import io.quartermaster.server.audit.AuditEntry;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Notes of new jobs that they can never run as things are, because their agent is not approved or did not announce what
 * they need. They stay on the schedule: things may change. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class WarnOfJobs {
    private static final Logger LOG = Logger.getLogger(WarnOfJobs.class);

    private final StartRepository starts;
    private final JobEventRepository events;

    /** Later, because what handles a kind of job may put jobs on the schedule itself. */
    private final Provider<JobHandlers> handlers;

    public WarnOfJobs(StartRepository starts, JobEventRepository events, Provider<JobHandlers> handlers) {
        this.starts = starts;
        this.events = events;
        this.handlers = handlers;
    }

    void run(Handle tx, List<NewJob> added, Instant now) {
        Map<Work, List<UUID>> byWork = added.stream()
                .collect(Collectors.groupingBy(
                        job -> new Work(job.kind(), job.jobType()),
                        Collectors.mapping(NewJob::jobId, Collectors.toList())));
        byWork.forEach((work, jobIds) -> {
            List<String> capabilities = handlers.get().capabilities(work.kind(), work.jobType());
            List<UUID> never = starts.neverRunning(tx, jobIds, capabilities);
            if (!never.isEmpty()) {
                warn(tx, starts.facts(tx, never, capabilities, now, now), now);
            }
        });
    }

    private void warn(Handle tx, List<StartFacts> never, Instant now) {
        List<JobEventRepository.Noted> noted = never.stream()
                .map(facts -> new JobEventRepository.Noted(
                        facts.job().agentId(),
                        facts.job().jobId(),
                        JobExplanation.warning(facts).orElseThrow()))
                .toList();
        events.note(tx, JobEvent.WARNING, noted, now, AuditEntry.TIMER_SERVICE);
        LOG.warnf(
                "%d new jobs can never run as things are; job %s: %s",
                noted.size(), noted.getFirst().jobId(), noted.getFirst().detail());
    }

    /** What decides which capability is needed. */
    private record Work(JobKind kind, String jobType) {}
}
