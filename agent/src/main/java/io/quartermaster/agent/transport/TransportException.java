package io.quartermaster.agent.transport;

import java.util.Set;

/** A call had no good reply. The message says in a few words why and names no secret. */
public final class TransportException extends Exception {
    private static final int NO_STATUS = 0;
    private static final int UNAUTHORIZED = 401;

    /** HTTP statuses that say that the request itself is bad, so that the same request will fare no better later. */
    private static final Set<Integer> PERMANENT = Set.of(400, 410, 413, 414, 415, 422);

    private final String reason;
    private final int httpStatus;

    private TransportException(String reason, int httpStatus, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
        this.httpStatus = httpStatus;
    }

    private TransportException(String reason, int httpStatus) {
        super(reason);
        this.reason = reason;
        this.httpStatus = httpStatus;
    }

    /** No reply came: not connected, cut off, too late. */
    public static TransportException noReply(String reason, Throwable cause) {
        return new TransportException(reason, NO_STATUS, cause);
    }

    /** The reply was not what the protocol says. */
    public static TransportException unreadable(String reason) {
        return new TransportException(reason, NO_STATUS);
    }

    /** The server answered with a status of 300 or above. */
    public static TransportException refused(int httpStatus) {
        String reason = httpStatus == UNAUTHORIZED
                ? "the server does not know this name with this password (HTTP 401)"
                : "the server answered HTTP " + httpStatus;
        return new TransportException(reason, httpStatus);
    }

    /** True when sending the same again makes no sense. */
    public boolean isPermanent() {
        return PERMANENT.contains(httpStatus);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return reason;
    }
}
