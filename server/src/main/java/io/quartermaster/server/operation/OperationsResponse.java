package io.quartermaster.server.operation;

import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.job.JobOperation;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some bulk operations, newest first. */
public record OperationsResponse(
        List<OperationResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {
    static final String LIST = "operations";

    static OperationsResponse of(List<JobOperation> operations, int limit) {
        return new OperationsResponse(
                operations.stream().map(OperationResponse::of).toList(),
                operations.size() < limit
                        ? null
                        : Cursors.text(LIST, operations.getLast().id()));
    }
}
