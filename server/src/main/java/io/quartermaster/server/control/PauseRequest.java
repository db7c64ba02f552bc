package io.quartermaster.server.control;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Exactly one of the first four says which jobs. */
@Schema(description = "Which jobs are paused, by exactly one of AgentId, ContainerId, JobType and Query, and why.")
public record PauseRequest(
        @Nullable UUID agentId,

        @Schema(description = "The jobs of the certificate stores in this container") @Nullable
        Integer containerId,

        @Schema(description = "The full name of a job type, or a generic kind: JKSInventory, Management") @Nullable
        String jobType,

        @Schema(
                description = "Over the fields of GET /OrchestratorJobs/ScheduledJobs; also finds jobs that are made"
                        + " later. %ME% is who paused")
        @Nullable
        String query,

        @Schema(description = "Required; at most 500 characters") @Nullable
        String reason,

        @Schema(description = "When it ends by itself; left out: when somebody resumes") @Nullable
        Instant until) {
    private static final int JOB_TYPE_LENGTH_MAX = 256;

    /** @throws CommandException MALFORMED */
    PauseSubject toSubject() {
        List<PauseSubject> subjects = Stream.of(
                        agentId == null ? null : new PauseSubject.OfAgent(agentId),
                        containerId == null ? null : new PauseSubject.InContainer(containerId),
                        jobType == null || jobType.isBlank() ? null : new PauseSubject.OfJobType(jobType.strip()),
                        query == null || query.isBlank() ? null : new PauseSubject.ByQuery(query))
                .<PauseSubject>mapMulti((subject, next) -> {
                    if (subject != null) {
                        next.accept(subject);
                    }
                })
                .toList();
        if (subjects.size() != 1) {
            throw new CommandException(
                    MALFORMED,
                    "Send exactly one of AgentId, ContainerId, JobType and Query; this request has " + subjects.size()
                            + ".");
        }
        if (subjects.getFirst() instanceof PauseSubject.OfJobType(String name) && name.length() > JOB_TYPE_LENGTH_MAX) {
            throw new CommandException(MALFORMED, "JobType may have at most " + JOB_TYPE_LENGTH_MAX + " characters.");
        }
        return subjects.getFirst();
    }
}
