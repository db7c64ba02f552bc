package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.live.EventStream.Sent;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** What happens to jobs, as it happens. */
@Path("/qm/v1/events")
@Blocking
@RunOnVirtualThread
public class EventsResource {
    private final CurrentCaller caller;
    private final StreamEvents streamEvents;

    public EventsResource(CurrentCaller caller, StreamEvents streamEvents) {
        this.caller = caller;
        this.streamEvents = streamEvents;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Listen to what happens to jobs",
            description =
                    "Server-sent events, each with one event as JSON in data and its id in id; comments in between keep"
                            + " the connection alive and may carry a newer id. Begins now, or after the event in Last-Event-ID or After."
                            + " Every event is told at least once, in an order that is the same on every server. The server ends a"
                            + " stream after a while, and cuts off a client that takes nothing: ask again with the last id.")
    @Parameter(
            name = "Query",
            description = "Which events, in the query language: Event -eq \"COMPLETED\" AND Result -eq 4")
    @Parameter(name = "After", description = "As the header Last-Event-ID, which wins")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = LiveEvent.class)))
    @APIResponse(responseCode = "404", description = "The event of that id is not kept any more")
    @APIResponse(responseCode = "429", description = "0xA011000D too many streams are open")
    public Multi<OutboundSseEvent> events(
            @QueryParam("Query") @Nullable String query,
            @QueryParam("After") @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        return streamEvents
                .run(caller.get(), query, given(lastEventId) ? lastEventId : given(after) ? after : null)
                .onItem()
                .transform(sent -> written(sent, sse));
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static OutboundSseEvent written(Sent sent, Sse sse) {
        OutboundSseEvent.Builder builder =
                sse.newEventBuilder().id(sent.cursor().text());
        return sent.event() == null
                ? builder.comment("alive").build()
                : builder.name("job").data(LiveEvent.class, sent.event()).build();
    }
}
