package io.quartermaster.server.enrollment;

import io.quartermaster.server.secret.SecretValue;
import org.jspecify.annotations.Nullable;

/**
 * What somebody gets who had a key made.
 *
 * @param file in the form that was asked for
 * @param madePassword null where the requester has chosen one
 * @param deployment null where none was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // answered once, never compared
record EnrolledPfx(
        EnrolledKey made,
        byte[] file,
        @Nullable SecretValue madePassword,
        @Nullable Deployment deployment) {}
