package io.quartermaster.server.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What happened to a job, in order. */
public record JobTimelineResponse(
        UUID jobId,
        UUID agentId,
        List<Item> items,

        @Schema(description = "For the parameter After of the request for what follows; null at the end") @Nullable
        String next,

        @Schema(description = "What happened before is not kept any more; null where all is kept") @Nullable
        Instant keptFrom) {

    /** One event. */
    @Schema(name = "JobTimelineItem")
    public record Item(
            Instant at,

            @Schema(description = "SCHEDULED, HANDED_OUT, PROGRESS, COMPLETED, RETRY_PLANNED, LOST, UNSCHEDULED, ...")
            String event,

            @Schema(description = "A person, server or agent")
            String actor,

            @Schema(description = "The beginning of the token of the orchestrator's session") @Nullable
            String session,

            @JsonProperty("JobHistoryId") @Nullable Long historyId,

            @Schema(description = "The retry this attempt is, or that is planned; 0 is the first run") @Nullable
            Integer retry,

            @Schema(description = "What the orchestrator reported: 2 success, 3 warning, 4 failure, 0 unknown")
            @Nullable
            Integer result,

            @Nullable Instant retryAt,
            @Nullable Long waitSeconds,

            @Schema(description = "The orchestrator's message, the server's reason, or what changed") @Nullable
            String detail) {}

    static JobTimelineResponse of(JobTimeline timeline) {
        return new JobTimelineResponse(
                timeline.jobId(),
                timeline.agentId(),
                timeline.entries().stream().map(JobTimelineResponse::item).toList(),
                timeline.more() ? String.valueOf(timeline.entries().getLast().id()) : null,
                timeline.keptFrom());
    }

    private static Item item(JobTimeline.Entry entry) {
        Integer retry = entry.retryCount();
        Duration wait = entry.retryWait();
        if (retry != null && wait != null) {
            retry = retry + 1;
        }
        return new Item(
                entry.at(),
                entry.event().name(),
                entry.who(),
                entry.session(),
                entry.historyId(),
                retry,
                entry.result(),
                entry.retryAt(),
                wait == null ? null : wait.toSeconds(),
                wait == null ? entry.detail() : null);
    }
}
