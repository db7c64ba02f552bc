package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether stores of a type may or must have something, such as a private key. As text on the wire, or its number. */
public enum Need {
    @JsonProperty("Forbidden")
    FORBIDDEN(0),
    @JsonProperty("Optional")
    OPTIONAL(1),
    @JsonProperty("Required")
    REQUIRED(2);

    private final int number;

    Need(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
