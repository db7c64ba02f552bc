package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The reply that has nothing to say but how it went: to Unregister, to an inventory's Update, to a custom job's Submit.
 *
 * @param result null only when a server forgot it; read it as {@link Result#UNKNOWN}
 */
@WireRecord
public record ResultReply(@JsonProperty("Result") @Nullable Result result) {}
