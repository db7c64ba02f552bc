package io.quartermaster.server.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Headers that a resource method gives beside the body of its answer. Safe for many threads. */
@Singleton
public class AnswerHeaders {
    private final RoutingContext routing;

    /** @param routing stands for the request that is being answered, whichever that is */
    AnswerHeaders(RoutingContext routing) {
        this.routing = routing;
    }

    /** @param value without line ends, which would begin another header */
    public void put(String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("A header has characters that it cannot have: " + name);
        }
        routing.response().putHeader(name, value);
    }
}
