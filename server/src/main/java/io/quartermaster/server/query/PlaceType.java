package io.quartermaster.server.query;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** What a column is that lists are sorted by: how its values travel to the client and back. */
public enum PlaceType {
    /** A {@code timestamptz}. */
    MOMENT {
        @Override
        Object bound(String text) {
            return Instant.parse(text).atOffset(ZoneOffset.UTC);
        }
    },

    /** A {@code uuid}. */
    GUID {
        @Override
        Object bound(String text) {
            return UUID.fromString(text);
        }
    },

    /** A {@code bigint}. */
    NUMBER {
        @Override
        Object bound(String text) {
            return Long.valueOf(text);
        }
    };

    /** @param value as the driver gives it */
    static String text(Object value) {
        return value instanceof Timestamp moment ? moment.toInstant().toString() : value.toString();
    }

    /**
     * What stands for the text in a statement.
     *
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} for a text that {@link #text} did not make
     */
    abstract Object bound(String text);
}
