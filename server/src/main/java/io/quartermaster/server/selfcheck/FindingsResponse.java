package io.quartermaster.server.selfcheck;

import io.quartermaster.server.http.Cursors;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some findings of the self-check, newest first. */
public record FindingsResponse(
        List<Item> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {
    static final String LIST = "findings";

    /** A row that breaks a rule. */
    @Schema(name = "Finding")
    public record Item(
            long id,

            @Schema(description = "The rule: JOB_HANDED_OUT_TWICE, ...")
            String invariant,

            @Schema(description = "What is wrong, in a sentence")
            String words,

            @Schema(description = "The id of the job, attempt or orchestrator")
            String subject,

            Instant firstSeen,
            Instant lastSeen,

            @Schema(description = "When it was right again, or removed; null while it is not") @Nullable
            Instant goneAt) {}

    static FindingsResponse of(List<Finding> findings, int limit) {
        return new FindingsResponse(
                findings.stream().map(FindingsResponse::item).toList(),
                findings.size() < limit
                        ? null
                        : Cursors.text(LIST, findings.getLast().id()));
    }

    private static Item item(Finding finding) {
        return new Item(
                finding.id(),
                finding.invariant().name(),
                finding.invariant().words(finding.subject()),
                finding.subject(),
                finding.firstSeen(),
                finding.lastSeen(),
                finding.goneAt());
    }
}
