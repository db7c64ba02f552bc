package io.quartermaster.server.job;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a following inventory has shown of a job that changed a certificate store. */
public enum Verified {
    /** No inventory has come since. */
    UNKNOWN(0, "Unknown"),
    /** The store is as it was concluded from what the agent said. */
    CONFIRMED(1, "Confirmed"),
    /** It is not. */
    CONTRADICTED(2, "Contradicted"),
    /** A later job was at the same entry before an inventory began: what the store is like does not tell. */
    SUPERSEDED(3, "Superseded");

    private final int number;
    private final String title;

    Verified(int number, String title) {
        this.number = number;
        this.title = title;
    }

    int number() {
        return number;
    }

    /** As people see it. */
    public String title() {
        return title;
    }

    /** Empty for attempts that change no store. */
    static Optional<Verified> ofNumber(@Nullable Integer number) {
        return Arrays.stream(values())
                .filter(value -> number != null && value.number == number)
                .findFirst();
    }
}
