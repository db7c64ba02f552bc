package io.quartermaster.server.enrollment;

import java.time.Instant;

/**
 * A signing request whose key waits here for the certificate.
 *
 * @param subject most specific part first
 * @param csr PKCS#10, DER
 */
@SuppressWarnings("ArrayRecordComponent") // read once and shown; never compared
record PendingCsr(int id, String subject, byte[] csr, Instant requestedAt) {}
