package io.quartermaster.server.ca;

/** Who signs. */
public enum AuthorityKind {
    /** This server, with a key in its database. */
    BUILT_IN,

    /** Somebody else, who is asked with ACME (RFC 8555). */
    ACME
}
