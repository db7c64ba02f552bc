package io.quartermaster.server.http;

import java.time.Duration;

/** What a {@link PublicPage} answers. */
public sealed interface PublicAnswer {
    /** @param maxAge for how long others may keep it; zero: not at all */
    @SuppressWarnings("ArrayRecordComponent") // written once; never compared
    record Found(String contentType, byte[] body, Duration maxAge) implements PublicAnswer {}

    record NotFound() implements PublicAnswer {}

    /** @param message a sentence for whoever sent it */
    record Malformed(String message) implements PublicAnswer {}
}
