package io.quartermaster.server.control;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rollout and how far it is. */
public record RolloutResponse(
        UUID id,
        String jobTypeName,

        @Schema(description = "RUNNING, STOPPED or COMPLETED")
        String state,

        @Schema(description = "Jobs of this wave and of those before may start")
        int wave,

        List<WaveResponse> waves,
        @Nullable Integer stopAtFailures,
        @Nullable Integer stopAtFailurePercent,
        @Nullable String stoppedBecause,
        String startedBy,
        Instant startedAt,

        @Schema(description = "When the last of its jobs had ended") @Nullable
        Instant endedAt,

        @Schema(description = "Only in the answer that starts it: orchestrators that got no job")
        List<UUID> failedOrchestratorIds) {

    /** One wave. */
    @Schema(name = "RolloutWave")
    public record WaveResponse(
            int wave,
            long jobs,

            @Schema(description = "Will not run any more, for whatever reason")
            long ended,

            long failed) {}

    static RolloutResponse of(Rollout rollout) {
        return of(new StartRollout.Started(rollout, List.of()));
    }

    static RolloutResponse of(StartRollout.Started started) {
        Rollout rollout = started.rollout();
        return new RolloutResponse(
                rollout.id(),
                rollout.jobType(),
                rollout.state().name(),
                rollout.wave(),
                rollout.waves().stream()
                        .map(wave -> new WaveResponse(wave.number(), wave.jobs(), wave.ended(), wave.failed()))
                        .toList(),
                rollout.failuresMax(),
                rollout.failurePercent(),
                rollout.stoppedBecause(),
                rollout.startedBy(),
                rollout.startedAt(),
                rollout.endedAt(),
                started.failedAgentIds());
    }
}
