package io.quartermaster.server.cert;

import java.util.Arrays;
import java.util.Optional;

/** What the values of a metadata field are; as {@code DataType} on the wire. */
public enum MetadataType {
    STRING(1),
    INTEGER(2),
    DATE(3),
    BOOLEAN(4),
    MULTIPLE_CHOICE(5),
    BIG_TEXT(6),
    EMAIL(7);

    private final int number;

    MetadataType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static Optional<MetadataType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
