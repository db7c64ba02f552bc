package io.quartermaster.server.live;

import io.quartermaster.server.live.Delivery.Outcome;
import io.quartermaster.server.live.Destinations.Destination;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one delivery, over a connection of its own to an address that was checked. Of the answer nothing is read but its
 * status; a redirect is not followed. Safe for many threads; not for an event loop.
 */
@Singleton
public class SendDelivery {
    static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(5);
    private static final int ANSWER_HEAD_BYTES_MAX = 8_192;
    private static final int CONNECTIONS_MAX = 100;
    private static final int ERROR_LENGTH_MAX = 500;
    private static final int SUCCESS_MIN = 200;
    private static final int REDIRECT_MIN = 300;
    private static final int REDIRECT_MAX = 399;

    private final Destinations destinations;
    private final InstantSource clock;
    private final HttpClient client;

    @Inject
    public SendDelivery(Vertx vertx, Destinations destinations, InstantSource clock) {
        this(vertx, destinations, clock, new HttpClientOptions());
    }

    SendDelivery(Vertx vertx, Destinations destinations, InstantSource clock, HttpClientOptions options) {
        this.destinations = destinations;
        this.clock = clock;
        this.client = vertx.createHttpClient(options.setKeepAlive(false)
                .setConnectTimeout((int) CONNECT_TIME_MAX.toMillis())
                .setMaxPoolSize(CONNECTIONS_MAX)
                .setMaxHeaderSize(ANSWER_HEAD_BYTES_MAX)
                .setVerifyHost(true)
                .setForceSni(true));
    }

    /** At most {@link #TIME_MAX}, and what looking up the name takes. */
    Outcome run(Delivery delivery, String url, WebhookSecret secret) {
        try {
            return answered(status(request(destinations.check(url), delivery, secret), delivery.body()));
        } catch (ForbiddenDestination e) {
            return failed(e.reason());
        } catch (TimeoutException e) {
            return failed("No answer within " + TIME_MAX.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            return failed(innermost(e).toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("The server stopped.");
        }
    }

    private RequestOptions request(Destination to, Delivery delivery, WebhookSecret secret) {
        long second = clock.instant().getEpochSecond();
        String path = to.url().getRawPath();
        String query = to.url().getRawQuery();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(
                        SocketAddress.inetSocketAddress(to.port(), to.address().getHostAddress()))
                .setHost(to.url().getHost())
                .setPort(to.port())
                .setSsl(to.encrypted())
                .setURI((path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query))
                .setFollowRedirects(false)
                .setTimeout(TIME_MAX.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Quartermaster")
                .putHeader("X-Quartermaster-Webhook", delivery.webhookId().toString())
                .putHeader("X-Quartermaster-Delivery", delivery.id().toString())
                .putHeader("X-Quartermaster-Timestamp", Long.toString(second))
                .putHeader("X-Quartermaster-Signature", "v1=" + secret.sign(second, delivery.body()));
    }

    private int status(RequestOptions options, String body)
            throws ExecutionException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + TIME_MAX.toNanos();
        HttpClientRequest request = client.request(options)
                .toCompletionStage()
                .toCompletableFuture()
                .get(TIME_MAX.toNanos(), TimeUnit.NANOSECONDS);
        try {
            // The handler decides before the body is read: it never is.
            return request.send(Buffer.buffer(body))
                    .map(answer -> {
                        answer.pause();
                        return answer.statusCode();
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            request.connection().close();
        }
    }

    private static Outcome answered(int status) {
        if (status >= SUCCESS_MIN && status < REDIRECT_MIN) {
            return new Outcome(status, null);
        }
        return new Outcome(
                status,
                status >= REDIRECT_MIN && status <= REDIRECT_MAX
                        ? "The answer was a redirect, which is not followed."
                        : "The answer was no success.");
    }

    /** Of a refused certificate the outer exceptions do not say why. */
    private static Throwable innermost(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static Outcome failed(String error) {
        return new Outcome(null, error.length() > ERROR_LENGTH_MAX ? error.substring(0, ERROR_LENGTH_MAX) : error);
    }
}
