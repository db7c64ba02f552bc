package io.quartermaster.server.http;

import io.quartermaster.server.error.ErrorKind;

/**
 * The status and error code of each way to refuse a request. The codes of the public API are kept where they are known:
 * authorisation, the missing header, the sort field. The others are our own, in the same two families: 0xA011 for the
 * request, 0xA014 for the caller.
 */
enum Refusal {
    UNEXPECTED(500, "0xA0110000"),
    MALFORMED(400, "0xA0110001"),
    NO_PRIVATE_KEY(400, "0xA0110002"),
    HEADER_MISSING(400, "0xA0110007"),
    API_VERSION(400, "0xA0110008"),
    NOT_FOUND(404, "0xA0110009"),
    TOO_LARGE(413, "0xA011000A"),
    ADDRESS_TOO_LONG(414, "0xA011000A"),
    UNAVAILABLE(503, "0xA011000B"),
    METHOD_NOT_ALLOWED(405, "0xA011000C"),
    TOO_MANY(429, "0xA011000D"),
    SELECTION(400, "0xA0110020"),
    QUERY(400, "0xA0110021"),
    UNKNOWN_ID(400, "0xA0110022"),
    NOT_ELIGIBLE(400, "0xA0110023"),
    SCHEDULE(400, "0xA0110024"),
    AGENT_STATE(400, "0xA0110025"),
    NAME_IN_USE(400, "0xA0110026"),
    JOB_FIELD(400, "0xA0110027"),
    CHANGED_MEANWHILE(409, "0xA0110028"),
    SORT_FIELD(400, "0xA011004A"),
    UNAUTHENTICATED(401, "0xA0140001"),
    NO_ROLE(403, "0xA0140002"),
    NO_PERMISSION(403, "0xA0140002"),
    TOO_MANY_SIGN_INS(429, "0xA0140003");

    private final int status;
    private final String code;

    Refusal(int status, String code) {
        this.status = status;
        this.code = code;
    }

    static Refusal of(ErrorKind kind) {
        return valueOf(kind.name());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
