package io.quartermaster.server.selfcheck;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that breaks a rule.
 *
 * @param subject the id of the row: of a job, an attempt, an agent
 * @param goneAt when it was found to be right again, or removed; null while it is not
 */
record Finding(
        long id,
        Invariant invariant,
        String subject,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant goneAt) {}
