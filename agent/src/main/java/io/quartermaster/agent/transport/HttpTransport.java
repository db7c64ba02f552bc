package io.quartermaster.agent.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The protocol over HTTP/1.1: every call a POST of JSON with the credentials in it; redirects are not followed. */
public final class HttpTransport implements Transport {
    /** Time to reach the server. */
    static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);

    /** Time for a whole call: an inventory update of 10 MB may have to go over a slow line. */
    static final Duration CALL_TIME_MAX = Duration.ofMinutes(2);

    /** Bytes of a reply, at most: room for some 100,000 jobs. */
    static final long REPLY_BYTES_MAX = 64L * 1024 * 1024;

    private static final int STATUS_FAILED = 300;

    private final ServerAddress server;
    private final Optional<Credentials> credentials;
    private final HttpClient client;
    private final ObjectMapper json = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build();

    /**
     * Connects when the first call is made.
     *
     * @param tls whom to trust; null for the CAs that this JDK trusts
     */
    public HttpTransport(ServerAddress server, Optional<Credentials> credentials, @Nullable SSLContext tls) {
        this.server = server;
        this.credentials = credentials;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME_MAX);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    @Override
    public <T> T call(String path, Object request, Class<T> reply) throws TransportException {
        HttpResponse<byte[]> response = send(post(path, request));
        if (response.statusCode() >= STATUS_FAILED) {
            throw TransportException.refused(response.statusCode());
        }
        return read(response.body(), reply);
    }

    private HttpRequest post(String path, Object request) throws TransportException {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path))
                    .timeout(CALL_TIME_MAX)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(request)));
            credentials.ifPresent(account -> builder.header("Authorization", account.basicHeader()));
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw TransportException.unreadable("the server gave a path that is none");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of the protocol that is not JSON", e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws TransportException {
        try {
            return client.send(
                    request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), REPLY_BYTES_MAX));
        } catch (HttpTimeoutException e) {
            throw TransportException.noReply("no answer in time", e);
        } catch (ConnectException e) {
            throw TransportException.noReply("not reachable: " + reason(e), e);
        } catch (SSLException e) {
            throw TransportException.noReply("no secure connection: " + e.getMessage(), e);
        } catch (IOException e) {
            throw TransportException.noReply("connection failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransportException.noReply("interrupted", e);
        }
    }

    /** The client of the JDK gives no message, but a cause. */
    private static String reason(ConnectException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the name of the server is not known";
            }
        }
        return "nothing takes connections there";
    }

    private <T> T read(byte[] body, Class<T> reply) throws TransportException {
        try {
            T read = json.readValue(body, reply);
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            // The parser's message quotes the body, which may hold a secret.
            throw TransportException.unreadable("the answer is not the JSON that was expected");
        }
        throw TransportException.unreadable("the answer is empty");
    }
}
