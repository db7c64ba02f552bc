package io.quartermaster.server.agent;

/**
 * Why a call of an agent is refused, as the agent gets and logs it. Each number means one thing. None of them is {@code
 * A0100007} or {@code A0100008}: these make an agent ask for a client certificate, and one that is configured to have none
 * crashes then (C agent 2.19).
 */
public final class AgentCode {
    /** The agent waits for approval. People get the same number when an agent is not in the state a command needs. */
    public static final int NOT_APPROVED = 0xA0110025;

    /** The session is not known, or ended, or another agent's. */
    public static final int SESSION = 0xA0110030;

    /** The job may not start at this moment. */
    public static final int NOT_NOW = 0xA0110031;

    /** The job was taken off the schedule. */
    public static final int CANCELLED = 0xA0110032;

    /** There is no such attempt in process, or not in this session. */
    public static final int NO_ATTEMPT = 0xA0110033;

    public static final int DISAPPROVED = 0xA0110034;

    /** The id it sent is that of another account's agent. */
    public static final int OTHER_ACCOUNT = 0xA0110035;

    /** It has another name than before, and there is an agent of that name. */
    public static final int NAME_TAKEN = 0xA0110036;

    /** It asks for a client certificate. */
    public static final int CERTIFICATE_REQUESTED = 0xA0110037;

    /** Something it says about itself is missing or too long. */
    public static final int MALFORMED = 0xA0110038;

    /** What an Update of an inventory holds cannot be taken. */
    public static final int UPDATE = 0xA0110039;

    /** A certificate is not issued for the key that the agent made. */
    public static final int ENROLL = 0xA011003A;

    /** What a discovery says it found cannot be taken. */
    public static final int LOCATIONS = 0xA011003B;

    private AgentCode() {}
}
