package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a recurring job is handed out. */
public record JobPolicyRequest(
        @Schema(description = "Queue, Skip or Replace; left out: Queue") @Nullable
        String overlap,

        @Schema(description = "0 to 3,600; left out: 0") @Nullable
        Integer jitterSeconds) {

    /** @throws CommandException MALFORMED */
    JobPolicy toPolicy() {
        int jitter = jitterSeconds == null ? 0 : jitterSeconds;
        if (jitter < 0 || jitter > JobPolicy.JITTER_SECONDS_MAX) {
            throw new CommandException(
                    MALFORMED, "JitterSeconds must be a number from 0 to " + JobPolicy.JITTER_SECONDS_MAX + ".");
        }
        String name = overlap == null || overlap.isBlank() ? Overlap.QUEUE.name() : overlap.strip();
        return new JobPolicy(
                Arrays.stream(Overlap.values())
                        .filter(value -> value.name().equals(name.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new CommandException(MALFORMED, "Overlap must be Queue, Skip or Replace.")),
                jitter);
    }
}
