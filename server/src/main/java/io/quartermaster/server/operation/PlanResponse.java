package io.quartermaster.server.operation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A plan in answers. */
public record PlanResponse(
        UUID id,

        @Schema(description = "Unschedule, Reschedule or Acknowledge")
        String action,

        @Schema(description = "Of the action and of what it would do to which jobs: equal for equal plans")
        String hash,

        Instant at,

        String actor,

        @Nullable String reason,

        @Schema(description = "The query, or how many ids") String selection,

        @Schema(description = "Until when it can be applied")
        Instant expiresAt,

        long matched,

        long wouldChange,

        long wouldNotChange,

        @Schema(description = "Orchestrators whose jobs would change")
        int agents,

        @Schema(description = "What would not change, by what keeps it from that")
        List<PlanGroupResponse> groups,

        @Schema(description = "The bulk operation that applying it became; null as long as nobody has") @Nullable
        UUID operationId) {

    /** Jobs that would not change for the same reason. */
    public record PlanGroupResponse(
            String code,

            String reason,

            @Schema(description = "The permission that is missing, where it is about that") @Nullable
            String permission,

            @Schema(description = "false: the command passes over them; true: it is refused because of them")
            boolean refuses,

            long count,

            @Schema(description = "Ids of at most five") List<String> examples) {}

    static PlanResponse of(PlanSummary summary) {
        Plan plan = summary.plan();
        return new PlanResponse(
                plan.id(),
                plan.action().title(),
                plan.hash(),
                plan.at(),
                plan.actor(),
                plan.reason(),
                plan.selection(),
                plan.expiresAt(),
                summary.matched(),
                summary.wouldChange(),
                summary.matched() - summary.wouldChange(),
                summary.agents(),
                summary.groups().stream()
                        .map(group -> new PlanGroupResponse(
                                group.code(),
                                group.reason(),
                                group.permission(),
                                group.refuses(),
                                group.count(),
                                group.examples()))
                        .toList(),
                plan.operationId());
    }
}
