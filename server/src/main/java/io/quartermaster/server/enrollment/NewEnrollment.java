package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.secret.SecretValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an enrolment.
 *
 * @param authority as the request named it
 * @param keyDigest SHA-256 of the public key
 * @param fields additional fields, judged
 * @param metadata as sent; judged when it is written
 * @param key PKCS#8 as base64, where this server has it; null where it does not
 * @param renewedFrom the certificate that it takes the place of; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record NewEnrollment(
        Terms terms,
        @Nullable String authority,
        EnrollmentKind kind,
        byte[] keyDigest,
        Issued issued,
        Map<String, String> fields,
        Map<String, String> metadata,
        @Nullable SecretValue key,
        @Nullable Integer renewedFrom) {}
