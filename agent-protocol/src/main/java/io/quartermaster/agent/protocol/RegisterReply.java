package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link RegisterRequest}.
 *
 * @param session null when the agent is refused or not approved yet. It must be null then, with {@link Result#ERROR}:
 *     an enrolling C agent that gets a session without a certificate never gets out of that state again
 */
@WireRecord
public record RegisterReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("Session") @Nullable Session session) {}
