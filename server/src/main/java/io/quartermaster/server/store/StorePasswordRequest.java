package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.store.CertificateStoreRequest.SentSecret;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /CertificateStores/Password}. */
@Schema(
        name = "CertificateStorePasswordRequest",
        requiredProperties = {"CertStoreId", "NewPassword"})
public record StorePasswordRequest(
        @JsonProperty("CertStoreId") @Nullable UUID certStoreId,

        @JsonProperty("NewPassword")
        @Schema(
                implementation = SentSecret.class,
                description = "A text is read too; {\"SecretValue\": null} for a store that has none.")
        @Nullable
        JsonNode newPassword) {

    /** Without the password. */
    @Override
    public String toString() {
        return "StorePasswordRequest[" + certStoreId + "]";
    }

    /** @throws CommandException MALFORMED */
    UUID toStoreId() {
        if (certStoreId == null) {
            throw malformed("CertStoreId is required: the id of the store.");
        }
        return certStoreId;
    }

    /** @throws CommandException MALFORMED */
    SentValue toPassword() {
        if (newPassword == null || newPassword.isNull()) {
            throw malformed("NewPassword is required. Send {\"SecretValue\": null} for a store that has none.");
        }
        return SentValue.read(newPassword, "NewPassword");
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
