package io.quartermaster.server.notice;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail, and what became of it.
 *
 * @param recipients with a comma between, as they were set when it was made
 * @param attempts how often it was tried
 * @param nextAttempt counts only while it waits
 * @param lastError why the last attempt failed, as a sentence; null when none did
 */
record Notice(
        UUID id,
        Instant at,
        String recipients,
        String subject,
        String text,
        NoticeState state,
        int attempts,
        Instant nextAttempt,
        @Nullable Instant sentAt,
        @Nullable String lastError) {}
