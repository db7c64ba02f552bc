package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The authority whose revocation list shall be made anew. */
@Schema(requiredProperties = {"CertificateAuthorityLogicalName"})
public record CrlRequest(
        @Nullable String certificateAuthorityLogicalName,
        @Nullable String certificateAuthorityHostName) {

    /** @throws CommandException MALFORMED */
    String toName() {
        return name(
                certificateAuthorityLogicalName,
                certificateAuthorityHostName,
                "CertificateAuthorityLogicalName is required.");
    }

    /** With the host before it where one was sent. */
    static String name(@Nullable String logicalName, @Nullable String hostName, String whenMissing) {
        if (logicalName == null || logicalName.isBlank()) {
            throw new CommandException(ErrorKind.MALFORMED, whenMissing);
        }
        String logical = logicalName.strip();
        return hostName == null || hostName.isBlank() ? logical : hostName.strip() + "\\" + logical;
    }
}
