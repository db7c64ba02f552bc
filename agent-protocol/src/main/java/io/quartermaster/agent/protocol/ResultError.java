package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a call did not simply succeed.
 *
 * @param code the number behind {@code codeString}; the C agent reads it and does nothing with it
 * @param codeString eight hex digits without {@code 0x}
 * @param hResult the same text once more: some agents look for it here when {@code codeString} is absent
 * @param message a sentence for the agent's log; becomes part of a job's completion message
 */
@WireRecord
public record ResultError(
        @JsonProperty("Code") int code,
        @JsonProperty("CodeString") @Nullable String codeString,
        @JsonProperty("HResult") @Nullable String hResult,
        @JsonProperty("Message") @Nullable String message) {
    /**
     * Characters of a message, at most. The C agent (2.19) builds a text of message and code in 1,024 bytes of its
     * stack and dies from a longer one; 900 characters are known to be fine.
     */
    public static final int MESSAGE_LENGTH_MAX = 880;

    /**
     * An error with all members set.
     *
     * @param code shown as eight upper-case hex digits, e.g. {@code 0xA0110022} as {@code A0110022}
     * @param message cut after {@link #MESSAGE_LENGTH_MAX} characters
     */
    public static ResultError of(int code, String message) {
        String hex = String.format(Locale.ROOT, "%08X", code);
        return new ResultError(code, hex, hex, shortened(message));
    }

    /** Message and code as the C agent puts them together, {@code text (A0110022)}; parts that are missing are left out. */
    public String text() {
        String words = message == null ? "" : message;
        String shown = codeString != null ? codeString : hResult;
        if (shown == null || shown.isEmpty()) {
            return words;
        }
        return words.isEmpty() ? "(" + shown + ")" : words + " (" + shown + ")";
    }

    private static String shortened(String message) {
        return message.length() <= MESSAGE_LENGTH_MAX ? message : message.substring(0, MESSAGE_LENGTH_MAX - 3) + "...";
    }
}
