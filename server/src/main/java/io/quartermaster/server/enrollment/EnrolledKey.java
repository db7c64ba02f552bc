package io.quartermaster.server.enrollment;

import io.quartermaster.server.secret.SecretValue;

/**
 * A certificate whose key this server made.
 *
 * @param key PKCS#8 as base64 on one line
 * @param kept beyond the minutes for a deployment
 */
record EnrolledKey(Enrolled enrolled, SecretValue key, boolean kept) {}
