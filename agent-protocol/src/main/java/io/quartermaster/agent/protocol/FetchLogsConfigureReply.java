package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link ConfigureRequest} for a log fetch; the first three members as in {@link ConfigureReply}.
 *
 * @param jobCancelled the C agent does not read it for this type: send {@link Result#ERROR} beside it
 * @param maxCharactersToReturn at least 1
 */
@WireRecord
public record FetchLogsConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled,
        @JsonProperty("MaxCharactersToReturn") int maxCharactersToReturn) {}
