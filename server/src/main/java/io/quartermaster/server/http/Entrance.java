package io.quartermaster.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The first that a request meets, before the framework looks for a resource. It gives the request the form in which
 * resources are declared: clients spell paths, methods, parameters and headers in many ways, and frameworks are strict
 * about each of them. What cannot be brought into that form is answered here.
 *
 * <p>Runs on the event loop: nothing here waits.
 *
 * <p>It decides nothing about permission: that stands on the method that the framework finds, whatever was found here.
 */
@Singleton
class Entrance {
    private static final Logger LOG = Logger.getLogger(Entrance.class);

    /** Before everything else that looks at requests. */
    private static final int PRIORITY = 1_000;

    private static final String CORRELATION_ID = "X-Keyfactor-Correlation-Id";
    private static final String PRODUCT_VERSION = "X-Keyfactor-Product-Version";
    private static final String SUPPORTED_VERSIONS = "Api-Supported-Versions";
    private static final String JSON = "application/json";
    private static final String JSON_ANSWER = "application/json; charset=utf-8";
    private static final int QUOTED_LENGTH_MAX = 200;

    private final Endpoints endpoints;
    private final HttpSettings settings;
    private final Ids ids;
    private final ObjectMapper json;
    private final Bases bases;

    Entrance(Endpoints endpoints, HttpSettings settings, Ids ids, ObjectMapper json) {
        this.endpoints = endpoints;
        this.settings = settings;
        this.ids = ids;
        this.json = json;
        this.bases = new Bases(settings.apiAliases());
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
    }

    void registerForFailures(@Observes Router router) {
        router.route().order(-PRIORITY).failureHandler(this::fail);
    }

    private void enter(RoutingContext routing) {
        if (Visit.of(routing).isPresent()) {
            prepareAnswer(routing);
            routing.next();
            return;
        }
        Optional<Bases.Address> address = bases.find(routing.normalizedPath());
        if (address.isEmpty()) {
            routing.next();
            return;
        }
        welcome(routing, address.get().area());
        find(routing, address.get());
    }

    /** What the framework could not go on with, outside of resource methods: it would answer without a body. */
    private void fail(RoutingContext routing) {
        Optional<Bases.Address> address = bases.find(routing.normalizedPath());
        if (address.isEmpty() || routing.response().headWritten()) {
            routing.next();
            return;
        }
        if (Visit.of(routing).isEmpty()) {
            welcome(routing, address.get().area());
        }
        String correlationId = Visit.of(routing).orElseThrow().correlationId();
        LOG.errorf(routing.failure(), "Request %s failed with status %d", correlationId, routing.statusCode());
        refuse(routing, Refusal.UNEXPECTED, ErrorAnswers.unexpected(correlationId));
    }

    private void welcome(RoutingContext routing, Area area) {
        String correlationId = ids.next().toString();
        MDC.put("correlationId", correlationId);
        new Visit(area, correlationId, null).leave(routing);
        prepareAnswer(routing);
    }

    private void find(RoutingContext routing, Bases.Address address) {
        int length = routing.request().uri().length();
        if (length > Limits.ADDRESS_LENGTH_MAX) {
            refuse(
                    routing,
                    Refusal.ADDRESS_TOO_LONG,
                    "The address has " + length + " characters; at most " + Limits.ADDRESS_LENGTH_MAX + " are read.");
            return;
        }
        try {
            findEndpoint(routing, address);
        } catch (CommandException e) {
            refuse(routing, Refusal.of(e.kind()), e.getMessage());
        }
    }

    private void findEndpoint(RoutingContext routing, Bases.Address address) {
        String verb = routing.request().method().name().toUpperCase(Locale.ROOT);
        List<String> decoded = address.segments().stream()
                .map(segment -> QueryNames.decoded(segment, false))
                .toList();
        Optional<Endpoints.Match> match = endpoints.match(address.area(), address.segments(), decoded);
        if (match.isEmpty()) {
            refuse(routing, Refusal.NOT_FOUND, "There is no " + quoted("/" + String.join("/", decoded)) + " here.");
            return;
        }
        SequencedMap<String, Endpoint> byVerb = match.get().byVerb();
        if (verb.equals("OPTIONS")) {
            routing.response().putHeader(HttpHeaders.ALLOW, allowed(byVerb));
            answerEmpty(routing, 204);
            return;
        }
        Endpoint endpoint = byVerb.get(verb.equals("HEAD") && !byVerb.containsKey(verb) ? "GET" : verb);
        if (endpoint == null) {
            routing.response().putHeader(HttpHeaders.ALLOW, allowed(byVerb));
            refuse(
                    routing,
                    Refusal.METHOD_NOT_ALLOWED,
                    "There is no " + quoted(verb) + " on "
                            + byVerb.firstEntry().getValue().template() + "; there is: " + allowed(byVerb) + ".");
            return;
        }
        new Visit(address.area(), Visit.of(routing).orElseThrow().correlationId(), endpoint).leave(routing);
        long bytesMax = Limits.bodyBytesMax(address.area());
        if (announcedLength(routing.request()) > bytesMax) {
            routing.response().putHeader(HttpHeaders.CONNECTION, "close");
            refuse(routing, Refusal.TOO_LARGE, JsonBodyReader.tooLarge(bytesMax));
            return;
        }
        proceed(routing, HttpMethod.valueOf(verb), match.get().path(), endpoint);
    }

    private static void proceed(RoutingContext routing, HttpMethod verb, String path, Endpoint endpoint) {
        HttpServerRequest request = routing.request();
        // Clients name many types, or none, and all mean JSON; one asks for text and then parses JSON.
        request.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
        request.headers().remove(HttpHeaders.ACCEPT);
        String query = request.query();
        String address = query == null || query.isEmpty()
                ? path
                : path + "?" + QueryNames.declared(query, endpoint.queryNames());
        if (verb.equals(request.method()) && address.equals(request.uri())) {
            routing.next();
        } else {
            routing.reroute(verb, address);
        }
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0; // the server has refused such a request before
        }
    }

    private static String allowed(SequencedMap<String, Endpoint> byVerb) {
        Set<String> verbs = new TreeSet<>(byVerb.keySet());
        if (verbs.contains("GET")) {
            verbs.add("HEAD");
        }
        verbs.add("OPTIONS");
        return String.join(", ", verbs);
    }

    /** Sets the headers that every answer has, at the last moment: what sends the request on clears them. */
    private void prepareAnswer(RoutingContext routing) {
        routing.addHeadersEndHandler(ignored -> {
            Visit visit = Visit.of(routing).orElseThrow();
            HttpServerResponse response = routing.response();
            response.putHeader(CORRELATION_ID, visit.correlationId());
            if (visit.area() != Area.AGENTS) {
                List<Integer> versions =
                        visit.endpoint() == null ? List.of(1) : visit.endpoint().versions();
                response.putHeader(SUPPORTED_VERSIONS, Endpoint.listed(versions));
                response.putHeader(PRODUCT_VERSION, settings.productVersion());
            }
            String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
            if (type != null && type.startsWith(JSON)) {
                response.putHeader(HttpHeaders.CONTENT_TYPE, JSON_ANSWER);
            }
        });
    }

    private void refuse(RoutingContext routing, Refusal refusal, String message) {
        if (Visit.of(routing).orElseThrow().area() == Area.AGENTS) {
            answerEmpty(routing, refusal.status());
            return;
        }
        try {
            String body = json.writeValueAsString(new ErrorBody(refusal.code(), message, List.of()));
            routing.response()
                    .setStatusCode(refusal.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON_ANSWER)
                    .end(body);
            routing.request().resume(); // lets the rest of a body go by, so that the connection stays usable
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error body cannot be written", e);
        }
    }

    private static void answerEmpty(RoutingContext routing, int status) {
        routing.response().setStatusCode(status).end();
        routing.request().resume();
    }

    private static String quoted(String text) {
        return text.length() > QUOTED_LENGTH_MAX ? text.substring(0, QUOTED_LENGTH_MAX) + "..." : text;
    }
}
