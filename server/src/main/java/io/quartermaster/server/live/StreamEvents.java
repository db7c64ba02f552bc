package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quarkus.runtime.StartupEvent;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.live.EventStream.Sent;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.LiveSettings;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells what happens to jobs as it happens, from now on or from an event that the caller has seen. */
@Singleton
public class StreamEvents {
    private final Database database;
    private final EventRepository events;
    private final EventReader reader;
    private final OpenStreams open;
    private final LiveSettings settings;
    private final InstantSource clock;

    public StreamEvents(
            Database database,
            EventRepository events,
            EventReader reader,
            OpenStreams open,
            LiveSettings settings,
            InstantSource clock) {
        this.database = database;
        this.events = events;
        this.reader = reader;
        this.open = open;
        this.settings = settings;
        this.clock = clock;
    }

    void atStart(@Observes StartupEvent start) {
        database.runInTransaction(events::forgetTransactionsToCome);
        // The server waits for requests in process before it stops, and these would not end by themselves.
        Runtime.getRuntime().addShutdownHook(new Thread(reader::endAll, "end streams of events"));
    }

    /**
     * @param lastId of the last event that the caller has; null to hear of what happens from now on
     * @return without end, until the length of a stream is reached
     * @throws CommandException NO_PERMISSION, QUERY; MALFORMED for an id that is none; NOT_FOUND for one whose event is
     *     no longer kept; TOO_MANY
     */
    Multi<Sent> run(Caller caller, @Nullable String query, @Nullable String lastId) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                query, EventFields.EVENTS, new QueryContext(clock.instant(), caller.name()));
        EventCursor cursor =
                database.read(tx -> lastId == null ? events.newest(tx) : requireKept(tx, EventCursor.parse(lastId)));
        open.open(caller.name());
        return Multi.createFrom().publisher(client -> {
            Instant now = clock.instant();
            EventStream stream = new EventStream(
                    condition,
                    cursor,
                    client,
                    ended -> forget(caller, ended),
                    now,
                    now.plus(settings.streamLengthMax()));
            client.onSubscribe(stream);
            reader.serve(stream);
        });
    }

    private void forget(Caller caller, EventStream ended) {
        open.close(caller.name());
        reader.forget(ended);
    }

    private EventCursor requireKept(Handle tx, EventCursor cursor) {
        if (!events.isKept(tx, cursor)) {
            throw new CommandException(
                    ErrorKind.NOT_FOUND,
                    "The event " + cursor.text()
                            + " is not kept any more, or is of another database, so what followed it"
                            + " cannot be told without a gap. Ask without an id, and read the lists for what happened before.");
        }
        return cursor;
    }
}
