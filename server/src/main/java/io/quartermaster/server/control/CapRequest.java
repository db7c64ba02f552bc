package io.quartermaster.server.control;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How many jobs may run at once. */
public record CapRequest(
        @Schema(description = "Required: All, Agent or StoreType") @Nullable
        String scope,

        @Schema(description = "With the scope Agent; left out: each orchestrator by itself") @Nullable
        UUID agentId,

        @Schema(description = "With the scope StoreType: the short name of the type, such as JKS") @Nullable
        String storeType,

        @Schema(description = "Required, 1 to 100,000") @Nullable
        Integer max) {
    static final int MAX_LIMIT = 100_000;

    /** @throws CommandException MALFORMED */
    CapSubject toSubject() {
        String name = scope == null ? "" : scope.strip().toLowerCase(Locale.ROOT);
        CapSubject subject = switch (name) {
            case "all" -> new CapSubject.All();
            case "agent" -> agentId == null ? new CapSubject.EachAgent() : new CapSubject.OneAgent(agentId);
            case "storetype" -> {
                if (storeType == null || storeType.isBlank()) {
                    throw new CommandException(MALFORMED, "StoreType is required with the scope StoreType.");
                }
                yield new CapSubject.OfStoreType(storeType.strip());
            }
            default -> throw new CommandException(MALFORMED, "Scope must be All, Agent or StoreType.");
        };
        if ((agentId != null && !name.equals("agent")) || (storeType != null && !name.equals("storetype"))) {
            throw new CommandException(
                    MALFORMED, "AgentId goes with the scope Agent, StoreType with the scope StoreType.");
        }
        return subject;
    }

    /** @throws CommandException MALFORMED */
    int toMax() {
        if (max == null || max < 1 || max > MAX_LIMIT) {
            throw new CommandException(MALFORMED, "Max must be a number from 1 to " + MAX_LIMIT + ".");
        }
        return max;
    }
}
