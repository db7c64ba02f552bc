package io.quartermaster.server.query;

import io.quartermaster.server.time.WrittenTime;
import java.util.UUID;

/** The value of a condition after the type of its field gave it a meaning. */
sealed interface TypedValue {
    /** No value at all. */
    record Null() implements TypedValue {}

    record Text(String text) implements TypedValue {}

    record Whole(long number) implements TypedValue {}

    record Truth(boolean truth) implements TypedValue {}

    record Guid(UUID guid) implements TypedValue {}

    record Time(WrittenTime time) implements TypedValue {}
}
