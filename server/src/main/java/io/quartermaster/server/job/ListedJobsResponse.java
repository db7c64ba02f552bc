package io.quartermaster.server.job;

import io.quartermaster.server.http.RowPage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some of the jobs on the schedule. */
public record ListedJobsResponse(
        List<ListedJobResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static ListedJobsResponse of(RowPage<ListedJobResponse> page) {
        return new ListedJobsResponse(page.items(), page.next());
    }
}
