package io.quartermaster.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server answered with something else than success, or not at all. The message is one sentence for a person. */
public final class ApiException extends RuntimeException {
    /** What {@link #status()} is when there was no answer. */
    public static final int NO_ANSWER = 0;

    private final int status;
    private final String code;
    private final List<String> reasons;

    private ApiException(String message, int status, String code, List<String> reasons, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
        this.reasons = reasons;
    }

    static ApiException noAnswer(String request, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ApiException(request + " got no answer: " + why + ".", NO_ANSWER, "", List.of(), cause);
    }

    /** @param body of the answer; a missing node when it was empty or no JSON */
    static ApiException refused(String request, int status, JsonNode body) {
        List<String> reasons = new ArrayList<>();
        body.path("FailedOperations")
                .forEach(failed -> reasons.add(failed.path("Reason").asText()));
        String code = body.path("ErrorCode").asText();
        String text = body.path("Message").asText();
        String message = request + " was answered " + status + (code.isEmpty() ? "" : " (" + code + ")")
                + (text.isEmpty() ? "." : ": " + text) + (reasons.isEmpty() ? "" : " " + reasons.getFirst());
        return new ApiException(message, status, code, List.copyOf(reasons), null);
    }

    /** Of HTTP; {@link #NO_ANSWER} without one. */
    public int status() {
        return status;
    }

    /** The {@code ErrorCode} of the body, such as {@code 0xA0110023}; empty without one. */
    public String code() {
        return code;
    }

    /** The reasons of the single operations that failed; empty when the request was about one thing. */
    public List<String> reasons() {
        return reasons;
    }
}
