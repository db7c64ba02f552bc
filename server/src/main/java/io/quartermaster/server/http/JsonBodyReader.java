package io.quartermaster.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.JsonFault;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request. A resource method that takes one never gets null, which is refused before, unless the body
 * is an {@link OptionalBody}.
 */
@Provider
@Consumes(MediaType.WILDCARD)
class JsonBodyReader implements MessageBodyReader<Object> {
    private final ObjectMapper json;
    private final RoutingContext routing;

    /** @param routing stands for the request that is being read, whichever that is */
    JsonBodyReader(ObjectMapper json, RoutingContext routing) {
        this.json = json;
        this.routing = routing;
    }

    static String tooLarge(long bytesMax) {
        return "The body of the request is too large; at most " + bytesMax + " bytes are read.";
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public @Nullable Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        Area area = Visit.of(routing).map(Visit::area).orElse(Area.API);
        Object read = read(body, genericType, Limits.bodyBytesMax(area));
        if (read == null && !type.isAnnotationPresent(OptionalBody.class)) {
            throw new CommandException(ErrorKind.MALFORMED, "The request needs a body with JSON in it; it has none.");
        }
        return read;
    }

    private @Nullable Object read(InputStream body, Type type, long bytesMax) {
        try (JsonParser parser = json.createParser(new Counted(body, bytesMax))) {
            // A body of nothing but blanks is no body either.
            return parser.nextToken() == null ? null : json.readValue(parser, json.constructType(type));
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof CommandException refusal && refusal.kind() == ErrorKind.TOO_LARGE) {
                throw refusal;
            }
            throw new CommandException(ErrorKind.MALFORMED, "The body of the request, " + JsonFault.describe(e));
        } catch (IOException e) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "The body of the request ended too early or took too long.");
        }
    }

    /** For bodies that come without saying how long they are. */
    private static final class Counted extends FilterInputStream {
        private final long bytesMax;
        private long bytes;

        Counted(InputStream body, long bytesMax) {
            super(body);
            this.bytesMax = bytesMax;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            bytes += Math.max(0, read);
            if (bytes > bytesMax) {
                throw new CommandException(ErrorKind.TOO_LARGE, tooLarge(bytesMax));
            }
            return read;
        }

        /** Leaves the body open: closing it would first read all that is left of one that is too large. */
        @Override
        public void close() {
            // see above
        }
    }
}
