package io.quartermaster.server.operation;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How to apply a plan. */
public record ApplyPlanRequest(
        @Schema(description = "AllOrNothing: refused if a job would not change; EligibleOnly: the others are changed")
        @Nullable
        ApplyMode mode,

        @Schema(description = "Of the plan that was looked at; refused when it is not this one") @Nullable
        String hash) {

    /** @throws CommandException MALFORMED */
    ApplyMode toMode() {
        if (mode == null) {
            throw new CommandException(ErrorKind.MALFORMED, "Mode must be AllOrNothing or EligibleOnly.");
        }
        return mode;
    }
}
