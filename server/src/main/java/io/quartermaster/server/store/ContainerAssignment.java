package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /CertificateStores/AssignContainer}: a container that is there, or a new one.
 *
 * @param certStoreContainerId null and 0 when the container is to be made
 */
@Schema(
        name = "CertificateStoreContainerAssignment",
        requiredProperties = {"KeystoreIds"})
public record ContainerAssignment(
        @JsonProperty("CertStoreContainerId") @Schema(description = "Of a container that is there") @Nullable
        Integer certStoreContainerId,

        @JsonProperty("NewContainerName") @Schema(description = "Of a container to be made") @Nullable
        String newContainerName,

        @JsonProperty("NewContainerType") @Schema(description = "Its store type; -1 for stores of any") @Nullable
        Integer newContainerType,

        @JsonProperty("KeystoreIds") @Nullable List<@Nullable UUID> keystoreIds) {

    /** Which container stores are to be put into. */
    sealed interface Target {
        record Existing(int id) implements Target {}

        record New(String name, int typeId) implements Target {}
    }

    List<UUID> toStoreIds() {
        return StoreSelection.read(keystoreIds, "KeystoreIds");
    }

    /** @throws CommandException MALFORMED for both, for neither, and for a new one without a type */
    Target toTarget() {
        boolean existing = certStoreContainerId != null && certStoreContainerId != 0;
        boolean made = newContainerName != null && !newContainerName.isBlank();
        if (existing == made) {
            throw malformed("Send either CertStoreContainerId or NewContainerName; this request has "
                    + (made ? "both." : "neither."));
        }
        if (existing) {
            return new Target.Existing(Optional.ofNullable(certStoreContainerId).orElseThrow());
        }
        if (newContainerType == null) {
            throw malformed("NewContainerType is required: the number of a store type, or -1 for stores of any type.");
        }
        return new Target.New(GivenName.read("NewContainerName", newContainerName), newContainerType);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
