package io.quartermaster.server.enrollment;

/** Who made the key. */
enum EnrollmentKind {
    /** The requester, who sent a signing request. */
    CSR,
    /** This server. */
    PFX
}
