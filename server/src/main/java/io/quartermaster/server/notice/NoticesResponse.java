package io.quartermaster.server.notice;

import io.quartermaster.server.http.Cursors;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some of the mails about late agents, newest first. */
public record NoticesResponse(
        List<Item> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {
    static final String LIST = "notices";

    /** A mail. */
    @Schema(name = "AgentNotice")
    public record Item(
            UUID id,
            Instant createdAt,
            String recipients,
            String subject,

            @Schema(description = "WAITING, SENT or FAILED") String state,

            int attempts,

            @Schema(description = "When it is tried next; null unless it waits") @Nullable
            Instant nextAttempt,

            @Nullable Instant sentAt,

            @Schema(description = "Why the last attempt failed") @Nullable
            String lastError) {}

    static NoticesResponse of(List<Notice> notices, int limit) {
        return new NoticesResponse(
                notices.stream().map(NoticesResponse::item).toList(),
                notices.size() < limit
                        ? null
                        : Cursors.text(LIST, notices.getLast().id()));
    }

    private static Item item(Notice notice) {
        return new Item(
                notice.id(),
                notice.at(),
                notice.recipients(),
                notice.subject(),
                notice.state().name(),
                notice.attempts(),
                notice.state() == NoticeState.WAITING ? notice.nextAttempt() : null,
                notice.sentAt(),
                notice.lastError());
    }
}
