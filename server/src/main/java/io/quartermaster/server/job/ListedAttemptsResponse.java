package io.quartermaster.server.job;

import io.quartermaster.server.http.RowPage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some attempts of the history. */
public record ListedAttemptsResponse(
        List<ListedAttemptResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static ListedAttemptsResponse of(RowPage<ListedAttemptResponse> page) {
        return new ListedAttemptsResponse(page.items(), page.next());
    }
}
