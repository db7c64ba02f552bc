package io.quartermaster.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import io.quartermaster.server.query.WrittenGuid;
import io.quartermaster.server.time.WrittenTime;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How single values are read: in every form that clients send, and never in a form that only seems to be right. */
final class Scalars {
    private Scalars() {}

    /** PostgreSQL has no U+0000 in texts, so that one has to be refused before it gets there. */
    static final class TextReader extends StdScalarDeserializer<String> {
        TextReader() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && text.indexOf('\0') >= 0) {
                return (String) context.handleWeirdStringValue(String.class, text, "U+0000");
            }
            return text;
        }
    }

    /** The library alone would also take texts of other lengths for bytes. */
    static final class GuidReader extends StdScalarDeserializer<UUID> {
        GuidReader() {
            super(UUID.class);
        }

        @Override
        public @Nullable UUID deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = textOf(parser, context, UUID.class);
            if (text.isEmpty()) {
                return null;
            }
            Optional<UUID> guid = WrittenGuid.read(text);
            return guid.isPresent()
                    ? guid.get()
                    : (UUID) context.handleWeirdStringValue(UUID.class, text, "expected a GUID");
        }
    }

    static final class InstantReader extends StdScalarDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = textOf(parser, context, Instant.class);
            if (text.isEmpty()) {
                return null;
            }
            Optional<Instant> read = WrittenTime.read(text).map(WrittenTime::instant);
            return read.isPresent()
                    ? read.get()
                    : (Instant) context.handleWeirdStringValue(Instant.class, text, "expected a date");
        }
    }

    private static String textOf(JsonParser parser, DeserializationContext context, Class<?> type) throws IOException {
        String text = parser.currentToken().isScalarValue() ? parser.getText() : null;
        if (text == null || !parser.currentToken().isScalarValue()) {
            context.handleUnexpectedToken(type, parser);
            throw new IllegalStateException("unexpected tokens are always refused");
        }
        return text.strip();
    }
}
