package io.quartermaster.agent.job;

import io.quartermaster.agent.protocol.CompletionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the work ended and what is to be sent.
 *
 * @param status see {@link CompletionStatus}
 * @param message empty when there is nothing to say
 * @param log of a log fetch only
 * @param deliveries sent in this order before the completion
 */
public record WorkResult(
        int status, String message, @Nullable String log, List<Delivery> deliveries) {
    public WorkResult {
        deliveries = List.copyOf(deliveries);
    }

    /**
     * One call that brings a part of the result to the server, answered by a {@link
     * io.quartermaster.agent.protocol.ResultReply}. It may be sent more than once.
     */
    public record Delivery(String endpoint, Object request) {
        /** For logs: without the content. */
        @Override
        public String toString() {
            return "Delivery[" + endpoint + "]";
        }
    }

    public static WorkResult success(List<Delivery> deliveries) {
        return new WorkResult(CompletionStatus.SUCCESS, "", null, deliveries);
    }

    /** It is done, and there is something to say about it. */
    public static WorkResult success(String message) {
        return new WorkResult(CompletionStatus.SUCCESS, message, null, List.of());
    }

    /** It is done in part, or not yet: somebody should look at it. */
    public static WorkResult warning(String message) {
        return new WorkResult(CompletionStatus.WARNING, message, null, List.of());
    }

    /** It could not be done. */
    public static WorkResult failure(String message) {
        return new WorkResult(CompletionStatus.ERROR, message, null, List.of());
    }
}
