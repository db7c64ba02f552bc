package io.quartermaster.server.http;

/** How large a request may be. Beyond it the answer is 413 or 414 with the number in it. */
final class Limits {
    /** A list of 100,000 ids has about 4 million bytes. */
    static final long API_BODY_BYTES_MAX = 16L * 1024 * 1024;

    /** An agent sends the whole inventory of a store at once, about 1,000 bytes for each certificate. */
    static final long AGENT_BODY_BYTES_MAX = 64L * 1024 * 1024;

    /**
     * Path and query. A query of 8,000 characters fits whatever the characters are: percent-encoded UTF-8 takes up to
     * nine for one. The server's own limit for the first line of a request is a little higher (max-initial-line-length in
     * application.yaml), so that we are the ones to answer.
     */
    static final int ADDRESS_LENGTH_MAX = 80_000;

    static final int JSON_DEPTH_MAX = 100;

    private Limits() {}

    static long bodyBytesMax(Area area) {
        return area == Area.AGENTS ? AGENT_BODY_BYTES_MAX : API_BODY_BYTES_MAX;
    }
}
