package io.quartermaster.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times requests as {@code http_server_requests_seconds}. Everybody can send requests, and each set of labels
 * costs memory for ever: so the labels come from closed lists, and nothing that a client invents becomes one. The
 * framework's own meter takes methods and early refused paths as they were sent.
 */
@Singleton
class RequestMetrics {
    /** Before {@link Entrance}, whose refusals count as well. */
    private static final int PRIORITY = 2_000;

    private static final String BEGAN = RequestMetrics.class.getName() + ".began";
    private static final String COUNTED = RequestMetrics.class.getName() + ".counted";
    private static final String OTHER = "OTHER";
    private static final String UNKNOWN = "UNKNOWN";
    private static final int HUNDRED = 100;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry registry;

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(@Observes Filters filters) {
        filters.register(this::measure, PRIORITY);
    }

    /** A request that is sent on to the declared form of its address comes here twice, and is one. */
    private void measure(RoutingContext routing) {
        Timer.@Nullable Sample before = routing.get(BEGAN);
        Timer.Sample began = before == null ? Timer.start(registry) : before;
        routing.put(BEGAN, began);
        routing.addEndHandler(ended -> {
            if (routing.get(COUNTED) == null) {
                routing.put(COUNTED, true);
                began.stop(timer(routing));
            }
        });
        routing.next();
    }

    private Timer timer(RoutingContext routing) {
        int status = routing.response().getStatusCode();
        String method = routing.request().method().name().toUpperCase(Locale.ROOT);
        return Timer.builder("http.server.requests")
                .description("Requests by method, path as declared, and status")
                .tag("method", METHODS.contains(method) ? method : OTHER)
                .tag("uri", template(routing))
                .tag("status", "" + status)
                .tag("outcome", outcome(status))
                .register(registry);
    }

    private static String template(RoutingContext routing) {
        return Visit.of(routing)
                .flatMap(visit -> Optional.ofNullable(visit.endpoint()))
                .map(endpoint -> endpoint.area().path() + endpoint.template())
                .orElse(UNKNOWN);
    }

    private static String outcome(int status) {
        return switch (status / HUNDRED) {
            case 1 -> "INFORMATION";
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            default -> "SERVER_ERROR";
        };
    }
}
