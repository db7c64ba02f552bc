package io.quartermaster.server.job;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads job ids that agents send back. */
final class JobIds {
    private static final int TEXT_LENGTH = 36;

    private JobIds() {}

    /** Empty for what is no GUID, and so no job of anybody. */
    static Optional<UUID> parse(@Nullable String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
