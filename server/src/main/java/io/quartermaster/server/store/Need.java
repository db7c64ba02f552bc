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

    /** @param number 0 to 2 */
    static Need of(int number) {
        for (Need need : values()) {
            if (need.number == number) {
                return need;
            }
        }
        throw new IllegalArgumentException("no need has the number " + number);
    }

    public int number() {
        return number;
    }
}
