package io.quartermaster.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quartermaster.server.error.FailedOperation;
import java.util.List;

/**
 * What a client gets instead of an answer. Existing clients show the message, and join the reasons of the failed
 * operations to it where that key is there.
 *
 * @param errorCode {@code 0x} and eight hex digits
 * @param failedOperations left out where the request was about one thing
 */
record ErrorBody(
        String errorCode,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FailedOperation> failedOperations) {}
