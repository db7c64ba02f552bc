package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /Enrollment/Renew}.
 *
 * @param timestamp not looked at
 */
@Schema(name = "RenewalRequest")
public record RenewalRequest(
        @Nullable Integer certificateId,
        @Nullable String thumbprint,
        @Nullable String certificateAuthority,
        @Nullable String template,
        @Nullable String timestamp) {
    /** @throws CommandException MALFORMED when no certificate is named */
    RenewalOrder toOrder(@Nullable Integer collectionId) {
        boolean byId = certificateId != null && certificateId > 0;
        if (!byId && (thumbprint == null || thumbprint.isBlank())) {
            throw new CommandException(ErrorKind.MALFORMED, "CertificateId is required, or Thumbprint.");
        }
        return new RenewalOrder(
                byId ? certificateId : null,
                thumbprint,
                EnrollmentRequestParts.name("CertificateAuthority", certificateAuthority),
                EnrollmentRequestParts.name("Template", template),
                collectionId);
    }
}
