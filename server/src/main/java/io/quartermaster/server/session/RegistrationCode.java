package io.quartermaster.server.session;

/**
 * Why a registration is refused, as agents get it. None of them is {@code A0100007} or {@code A0100008}: these make an
 * agent ask for a client certificate, and one that is configured to have none crashes then (C agent 2.19).
 */
final class RegistrationCode {
    /** The agent waits for approval. People get the same number when an agent is not in the state a command needs. */
    static final int NOT_APPROVED = 0xA0110025;

    static final int DISAPPROVED = 0xA0110034;

    /** The id it sent is that of another account's agent. */
    static final int OTHER_ACCOUNT = 0xA0110035;

    /** It has another name than before, and there is an agent of that name. */
    static final int NAME_TAKEN = 0xA0110036;

    /** It asks for a client certificate. */
    static final int CERTIFICATE_REQUESTED = 0xA0110037;

    /** Something it says about itself is missing or too long. */
    static final int MALFORMED = 0xA0110038;

    private RegistrationCode() {}
}
