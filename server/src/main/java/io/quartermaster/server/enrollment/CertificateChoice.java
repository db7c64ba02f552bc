package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which certificate a request means: by its own number, or by that of the request it was issued for. */
sealed interface CertificateChoice {
    record ById(int id) implements CertificateChoice {}

    record ByRequest(int requestId) implements CertificateChoice {}

    /** @throws CommandException MALFORMED when neither is given; 0 is as good as nothing */
    static CertificateChoice read(@Nullable Integer certificateId, @Nullable Integer requestId) {
        if (certificateId != null && certificateId > 0) {
            return new ById(certificateId);
        }
        if (requestId != null && requestId > 0) {
            return new ByRequest(requestId);
        }
        throw new CommandException(ErrorKind.MALFORMED, "CertificateId is required, or RequestId.");
    }

    /** @throws CommandException UNKNOWN_ID for a request without a certificate */
    default int find(Handle tx, EnrollmentRepository enrollments) {
        return switch (this) {
            case ById(int id) -> id;
            case ByRequest(int requestId) ->
                enrollments
                        .ofRequest(tx, requestId)
                        .orElseThrow(() -> new CommandException(
                                ErrorKind.UNKNOWN_ID, "There is no certificate of the request " + requestId + "."));
        };
    }
}
