package io.quartermaster.server.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reason for refusing a job may mention.
 *
 * @param id of the job, or of the history row where the command is about the history
 * @param schedule text form; null = immediately
 * @param attemptStart of its newest attempt; null before the first
 */
public record RefusedJob(
        String id,
        JobKind kind,
        @Nullable String schedule,
        String agentMachine,
        @Nullable Instant attemptStart) {}
