package io.quartermaster.server.live;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told events.
 *
 * @param wanted what people have set
 * @param secretId of its {@link WebhookSecret}
 * @param cursor the last event that was looked at for it
 * @param offReason null while it is on
 * @param failingSince the first failure since the last success
 */
record Webhook(
        UUID id,
        Wanted wanted,
        UUID secretId,
        EventCursor cursor,
        @Nullable String offReason,
        @Nullable Instant failingSince,
        String changedBy,
        Instant changedAt) {

    /**
     * What people set, checked.
     *
     * @param query null for all events
     * @param events kinds of events; empty for all
     */
    record Wanted(String name, String url, @Nullable String query, List<String> events, boolean enabled) {
        Wanted {
            events = List.copyOf(events);
        }

        /**
         * @param who {@code %ME%} of the query
         * @throws CommandException QUERY
         */
        SqlCondition condition(Instant now, String who) {
            QueryContext context = new QueryContext(now, who);
            SqlCondition byQuery = QueryAnalyzer.listCondition(query, EventFields.EVENTS, context);
            if (events.isEmpty()) {
                return byQuery;
            }
            // Analyzed one by one: put together as text, a query with stray parentheses would mean something else.
            SqlCondition byKind = QueryAnalyzer.listCondition(
                            events.stream()
                                    .map(event -> "Event -eq \"" + event + "\"")
                                    .collect(Collectors.joining(" OR ")),
                            EventFields.EVENTS,
                            context)
                    .under("kind");
            return byQuery.and(byKind);
        }
    }

    boolean isOn() {
        return offReason == null;
    }

    static CommandException unknown(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no webhook " + id + ".");
    }
}
