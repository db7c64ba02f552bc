package io.quartermaster.server.live;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A webhook as people set it. */
@Schema(description = "Where events are sent, and which.")
public record WebhookRequest(
        @Schema(description = "Required; at most 100 characters") @Nullable
        String name,

        @Schema(description = "Required; https://, to a public address unless settings allow others") @Nullable
        String url,

        @Schema(description = "Over the fields of GET /qm/v1/events; left out: all. %ME% is who set it last") @Nullable
        String query,

        @Schema(description = "Kinds of events such as COMPLETED; left out or empty: all") @Nullable
        List<@Nullable String> events,

        @Schema(description = "Left out: true") @Nullable Boolean enabled) {
    private static final int NAME_LENGTH_MAX = 100;
    private static final int EVENTS_MAX = 50;
    private static final Pattern EVENT = Pattern.compile("[A-Z_]{1,40}");

    /** @throws CommandException MALFORMED; whether the address may be sent to is seen later */
    Webhook.Wanted toWanted() {
        if (name == null || name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new CommandException(MALFORMED, "Name is required, with at most " + NAME_LENGTH_MAX + " characters.");
        }
        if (url == null || url.isBlank()) {
            throw new CommandException(MALFORMED, "Url is required.");
        }
        List<@Nullable String> kinds = events == null ? List.of() : events;
        if (kinds.size() > EVENTS_MAX) {
            throw new CommandException(MALFORMED, "Events may have at most " + EVENTS_MAX + " entries.");
        }
        return new Webhook.Wanted(
                name.strip(),
                url.strip(),
                query == null || query.isBlank() ? null : query,
                kinds.stream().map(WebhookRequest::kind).toList(),
                !Boolean.FALSE.equals(enabled));
    }

    private static String kind(@Nullable String kind) {
        if (kind == null || !EVENT.matcher(kind).matches()) {
            throw new CommandException(
                    MALFORMED, "Events: '" + kind + "' is no kind of event; expected one such as COMPLETED.");
        }
        return kind;
    }
}
