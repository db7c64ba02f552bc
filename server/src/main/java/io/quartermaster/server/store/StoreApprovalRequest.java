package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.store.CertificateStoreRequest.SentSecret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One store in the body of {@code POST /CertificateStores/Approve}.
 *
 * @param containerId left out, null, 0 and empty mean none
 * @param properties all of them, in place of what it has
 */
@Schema(
        name = "CertificateStoreApproveRequest",
        requiredProperties = {"Id", "CertStoreType"})
public record StoreApprovalRequest(
        @JsonProperty("Id") @Nullable UUID id,
        @JsonProperty("ContainerId") @Nullable Integer containerId,

        @JsonProperty("CertStoreType") @Schema(description = "The same for all stores of a request") @Nullable
        Integer certStoreType,

        @JsonProperty("Properties") @Schema(description = "A text that holds a JSON object.") @Nullable
        String properties,

        @JsonProperty("Password")
        @Schema(
                implementation = SentSecret.class,
                nullable = true,
                description =
                        "A text is read too. Required where the store type says so; {\"SecretValue\": null} for none.")
        @Nullable
        JsonNode password) {

    /** Without the properties and the password. */
    @Override
    public String toString() {
        return "StoreApprovalRequest[" + id + "]";
    }

    /** @throws CommandException MALFORMED for an entry that is none, a store twice, stores of two types, and too many */
    static List<StoreApproval> read(List<@Nullable StoreApprovalRequest> sent) {
        if (sent.isEmpty() || sent.size() > StoreSelection.STORES_MAX) {
            throw malformed("The body must be a list of 1 to " + StoreSelection.STORES_MAX + " stores; this one has "
                    + sent.size() + ".");
        }
        List<StoreApproval> approvals = new ArrayList<>();
        Set<UUID> ids = new HashSet<>();
        for (StoreApprovalRequest one : sent) {
            String place = "The body[" + approvals.size() + "]";
            if (one == null) {
                throw malformed(place + " must be an object, not null.");
            }
            StoreApproval approval = one.read(place);
            if (!ids.add(approval.storeId())) {
                throw malformed(place + ".Id names a store for the second time.");
            }
            if (approval.typeId() != (approvals.isEmpty() ? approval : approvals.getFirst()).typeId()) {
                throw malformed(place + ".CertStoreType is another than that of the first; approve stores of one type"
                        + " at a time.");
            }
            approvals.add(approval);
        }
        return approvals;
    }

    private StoreApproval read(String place) {
        if (id == null) {
            throw malformed(place + ".Id is required.");
        }
        if (certStoreType == null) {
            throw malformed(place + ".CertStoreType is required: the number of a store type.");
        }
        try {
            return new StoreApproval(
                    place,
                    id,
                    certStoreType,
                    CertificateStoreRequest.container(containerId),
                    SentProperties.read(properties),
                    password == null || password.isNull() ? null : SentValue.read(password, "Password"));
        } catch (CommandException refusal) {
            throw malformed(place + ": " + refusal.getMessage());
        }
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
