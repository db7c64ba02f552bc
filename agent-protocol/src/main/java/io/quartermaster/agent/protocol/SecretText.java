package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A secret inside a message: plain text in the JSON, hidden everywhere else. */
public record SecretText(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SecretText {}

    @Override
    public String toString() {
        return "SecretText[hidden]";
    }
}
