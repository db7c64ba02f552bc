package io.quartermaster.server.error;

/** Why a request was refused. Each kind says whose fault it is and what the sender should do next. */
public enum ErrorKind {
    /** The sender's fault: the body, a field or a parameter is missing or cannot be read. Correct it; the message names it. */
    MALFORMED,

    /** The sender's fault: neither or both of a list of ids and a query were given. Send exactly one of them. */
    SELECTION,

    /**
     * The sender's fault: the query cannot be parsed, names an unknown field, or uses an operator the field does not
     * have. Correct it at the column the message names.
     */
    QUERY,

    /**
     * The sender's fault: some of the ids in the request belong to nothing. Nothing was done; read the list again and
     * leave out the failed ones.
     */
    UNKNOWN_ID,

    /**
     * The sender's fault: a job's type or state does not allow the operation. Nothing was done; the message says what to
     * use instead or what to wait for.
     */
    NOT_ELIGIBLE,

    /**
     * Nobody's fault: what the sender had seen has changed meanwhile. Nothing was done; look again, and decide anew.
     */
    CHANGED_MEANWHILE,

    /** The sender's fault: a schedule is invalid or of a kind that is not allowed here. The message lists the allowed ones. */
    SCHEDULE,

    /**
     * Nobody's fault: the agent is not in the state the operation needs (approved, disapproved, able to do that job).
     * Bring it into that state, then repeat the request.
     */
    AGENT_STATE,

    /** The sender's fault: the name is taken, or the object is still in use. Choose another name, or free the object first. */
    NAME_IN_USE,

    /** The sender's fault: a field of a custom job is missing, unknown or of the wrong type. Correct the field named. */
    JOB_FIELD,

    /** Nobody's fault: the private key of that certificate is not kept here. Take it from where it is. */
    NO_PRIVATE_KEY,

    /** The sender's fault: the list cannot be sorted by that field. Sort by another one. */
    SORT_FIELD,

    /** The sender's fault: a header that every request must carry is missing. Send it; the message names it. */
    HEADER_MISSING,

    /** The sender's fault: the endpoint does not have the API version asked for. Ask for one the answer's header lists. */
    API_VERSION,

    /** The sender's fault: the one object the path names does not exist, or no longer. Do not repeat the request. */
    NOT_FOUND,

    /** The caller is known but has no role at all. An administrator has to give one. */
    NO_ROLE,

    /** The caller lacks the permissions the message lists. An administrator has to grant them. */
    NO_PERMISSION,

    /** The credentials are missing or wrong. Sign in and repeat the request. */
    UNAUTHENTICATED,

    /** The sender's fault: the request is larger than the limit in the message. Send less at once. */
    TOO_LARGE,

    /** The sender's fault: has too many of something open at once. Close one, or wait for one to end. */
    TOO_MANY,

    /** The server's fault, for now: something it needs, such as the database, cannot be reached. Repeat the request later. */
    UNAVAILABLE
}
