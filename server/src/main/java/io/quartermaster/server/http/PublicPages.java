package io.quartermaster.server.http;

import io.quarkus.arc.All;
import io.quartermaster.server.db.Outage;
import io.quartermaster.server.error.CommandException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Serves the {@link PublicPage}s. They have nothing to do with the API's conventions: no credentials, no JSON, error answers
 * are a line of text. Safe for many threads.
 */
@Singleton
class PublicPages {
    /** A request of OCSP for a handful of certificates has some hundred bytes. */
    static final int BODY_BYTES_MAX = 10_000;

    static final int PATH_LENGTH_MAX = 4_000;

    /** At once, of all addresses; each holds a connection to the database for a moment. */
    static final int RUNNING_MAX = 10;

    private static final int ORDER = -500;
    private static final int ETAG_BYTES = 16;
    private static final Logger LOG = Logger.getLogger(PublicPages.class);

    private final List<PublicPage> pages;
    private final AddressRates rates;
    private final Semaphore running = new Semaphore(RUNNING_MAX);

    PublicPages(@All List<PublicPage> pages, AddressRates rates) {
        this.pages = List.copyOf(pages);
        this.rates = rates;
    }

    List<PublicPage> all() {
        return pages;
    }

    void register(@Observes Router router) {
        for (PublicPage page : pages) {
            router.route(page.path()).order(ORDER).handler(routing -> enter(page, routing));
            router.route(page.path() + "/*").order(ORDER).handler(routing -> enter(page, routing));
        }
    }

    private void enter(PublicPage page, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String verb = request.method().name();
        boolean head = verb.equals("HEAD");
        if (!page.verbs().contains(head ? "GET" : verb)) {
            routing.response().putHeader(HttpHeaders.ALLOW, allowed(page));
            refuse(routing, Refusal.METHOD_NOT_ALLOWED.status(), "There is " + allowed(page) + " here.");
        } else if (!rates.admit(String.valueOf(request.remoteAddress().hostAddress()))) {
            routing.response().putHeader("Retry-After", "1");
            refuse(routing, Refusal.TOO_MANY.status(), "Too many requests from this address.");
        } else if (path(request).length() > PATH_LENGTH_MAX) {
            refuse(routing, Refusal.ADDRESS_TOO_LONG.status(), "At most " + PATH_LENGTH_MAX + " characters are read.");
        } else if (verb.equals("POST")) {
            readBody(routing, body -> answer(page, routing, verb, body));
        } else {
            answer(page, routing, "GET", Buffer.buffer());
        }
    }

    private interface BodyAction {
        void run(Buffer body);
    }

    private static void readBody(RoutingContext routing, BodyAction action) {
        Buffer body = Buffer.buffer();
        HttpServerRequest request = routing.request();
        request.handler(part -> {
            if (routing.response().ended()) {
                return;
            }
            body.appendBuffer(part);
            if (body.length() > BODY_BYTES_MAX) {
                if (request.version() != HttpVersion.HTTP_2) {
                    routing.response().putHeader(HttpHeaders.CONNECTION, "close");
                }
                refuse(routing, Refusal.TOO_LARGE.status(), "At most " + BODY_BYTES_MAX + " bytes are read.");
            }
        });
        request.endHandler(end -> {
            if (!routing.response().ended()) {
                action.run(body);
            }
        });
        request.resume();
    }

    /** On a virtual thread: pages ask the database. */
    private void answer(PublicPage page, RoutingContext routing, String verb, Buffer body) {
        if (!running.tryAcquire()) {
            routing.response().putHeader("Retry-After", "1");
            refuse(routing, Refusal.UNAVAILABLE.status(), "The server is busy.");
            return;
        }
        Context context = routing.vertx().getOrCreateContext();
        PublicRequest request = new PublicRequest(verb, rest(page, path(routing.request())), body.getBytes());
        Thread.startVirtualThread(() -> {
            try {
                PublicAnswer answer = page.answer(request);
                context.runOnContext(ignored -> send(routing, answer));
            } catch (Exception e) {
                if (!Outage.caused(e)) {
                    LOG.errorf(e, "%s %s failed", verb, page.path());
                }
                Refusal refusal = Outage.caused(e) ? Refusal.UNAVAILABLE : Refusal.UNEXPECTED;
                context.runOnContext(ignored -> refuse(routing, refusal.status(), "The server failed."));
            } finally {
                running.release();
            }
        });
    }

    /** Null, says the framework, in a request that is none. */
    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    // As it was sent: the framework's own path has two slashes in a row made one, and base64 may have them.
    private static String rest(PublicPage page, String path) {
        String behind = path.length() > page.path().length()
                ? path.substring(page.path().length() + 1)
                : "";
        try {
            return QueryNames.decoded(behind, false);
        } catch (CommandException e) {
            return behind; // it cannot be decoded, so it is nothing that is here
        }
    }

    private static void send(RoutingContext routing, PublicAnswer answer) {
        switch (answer) {
            case PublicAnswer.NotFound ignored ->
                refuse(routing, Refusal.NOT_FOUND.status(), "There is no such thing.");
            case PublicAnswer.Malformed malformed -> refuse(routing, Refusal.MALFORMED.status(), malformed.message());
            case PublicAnswer.Found found -> send(routing, found);
        }
    }

    private static void send(RoutingContext routing, PublicAnswer.Found found) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.closed()) {
            return;
        }
        long seconds = found.maxAge().toSeconds();
        response.putHeader(
                HttpHeaders.CACHE_CONTROL, seconds > 0 ? "public, max-age=" + seconds + ", no-transform" : "no-store");
        if (seconds > 0) {
            String tag = tag(found.body());
            response.putHeader(HttpHeaders.ETAG, tag);
            String known = routing.request().getHeader(HttpHeaders.IF_NONE_MATCH);
            if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
                response.setStatusCode(304).end();
                return;
            }
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, found.contentType());
        if (routing.request().method().name().equals("HEAD")) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + found.body().length)
                    .end();
        } else {
            response.end(Buffer.buffer(found.body()));
        }
    }

    private static void refuse(RoutingContext routing, int status, String message) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(message + "\n");
        routing.request().resume();
    }

    private static String allowed(PublicPage page) {
        List<String> verbs = new ArrayList<>(new TreeSet<>(page.verbs()));
        if (verbs.contains("GET")) {
            verbs.add(verbs.indexOf("GET") + 1, "HEAD");
        }
        return String.join(", ", verbs);
    }

    private static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return "\"" + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
