package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which authority to try: one that is there, by id or by name. Whatever else is sent is that of the stored one. */
public record CertificateAuthorityTestRequest(
        @Schema(description = "Of the authority; else it is named") @Nullable
        Integer id,

        @JsonProperty("CAType") @Nullable Integer caType,
        @Nullable Boolean explicitCredentials,
        @Nullable ApiSecretRequest explicitPassword,
        @Nullable String explicitUser,
        @Nullable ApiSecretRequest authCertificatePassword,
        @Nullable ApiSecretRequest authCertificate,
        @Nullable String logicalName,
        @Nullable String hostName,
        @Nullable String forestRoot,
        @Nullable String configurationTenant) {

    /** Clients send 0 where they have none. */
    Optional<Integer> toId() {
        return Optional.ofNullable(id).filter(number -> number != 0);
    }

    /** @throws CommandException MALFORMED when there is neither an id nor a name */
    String toName() {
        if (toId().isPresent()) {
            return "";
        }
        return CrlRequest.name(logicalName, hostName, "Send Id or LogicalName.");
    }
}
