package io.quartermaster.server.cert;

import java.time.Instant;

/**
 * Something that was done with a certificate.
 *
 * @param actor who did it
 * @param detail the XML of the audit
 */
record CertificateEvent(long id, Instant at, String actor, String action, String detail) {}
