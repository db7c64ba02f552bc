package io.quartermaster.server.renewal;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some renewals, newest first. */
public record RenewalsResponse(
        List<RenewalResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    /** As cursors have it: the list of one state is another list. */
    static String list(@Nullable RenewalState state) {
        return state == null ? "renewals" : "renewals " + state.title();
    }

    static RenewalsResponse of(List<Renewal> renewals, @Nullable RenewalState state, int limit) {
        return new RenewalsResponse(
                renewals.stream().map(RenewalResponse::of).toList(),
                renewals.size() < limit
                        ? null
                        : Cursors.text(list(state), renewals.getLast().id()));
    }
}
