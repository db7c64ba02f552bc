package io.quartermaster.server.live;

/** An address that this server does not send to, with the reason for people. */
final class ForbiddenDestination extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    ForbiddenDestination(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
