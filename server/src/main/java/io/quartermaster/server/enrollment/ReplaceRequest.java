package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /Enrollment/PFX/Replace}.
 *
 * @param password not looked at: agents are given a password of their own
 */
@Schema(name = "PFXReplaceRequest")
public record ReplaceRequest(
        @Nullable Integer existingCertificateId,
        @Nullable Integer certificateId,
        @Nullable Integer requestId,
        @Nullable String password,
        @Nullable String jobTime) {
    /** @throws CommandException MALFORMED when it is missing */
    int toExisting() {
        if (existingCertificateId == null || existingCertificateId < 1) {
            throw new CommandException(ErrorKind.MALFORMED, "ExistingCertificateId is required.");
        }
        return existingCertificateId;
    }

    /** @throws CommandException MALFORMED when it is missing */
    CertificateChoice toCertificate() {
        return CertificateChoice.read(certificateId, requestId);
    }

    /** @throws CommandException MALFORMED for a time that is none */
    Schedule toSchedule() {
        return EnrollmentRequestParts.schedule(jobTime);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ReplaceRequest[" + existingCertificateId + " by " + certificateId + "]";
    }
}
