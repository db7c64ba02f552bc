package io.quartermaster.server.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link Entrance} found out about a request, for those that come later.
 *
 * @param correlationId in the answer's header and in each line of the log about this request
 * @param endpoint null as long as, or where, there is none for the request
 */
record Visit(Area area, String correlationId, @Nullable Endpoint endpoint) {
    private static final String KEY = Visit.class.getName();

    void leave(RoutingContext routing) {
        routing.put(KEY, this);
    }

    /** Empty for a request that is neither of the API nor of the agents. */
    static Optional<Visit> of(RoutingContext routing) {
        return Optional.ofNullable(routing.get(KEY));
    }
}
