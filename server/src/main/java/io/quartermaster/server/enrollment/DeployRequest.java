package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /Enrollment/PFX/Deploy}: either {@code Stores}, which wins, or ids of stores and what holds for
 * stores of each type.
 *
 * @param password required, and not looked at: agents are given a password of their own
 * @param jobTime when the stores are changed; at once where it is left out
 */
@Schema(name = "PFXDeployRequest")
public record DeployRequest(
        @Nullable List<@Nullable SentStore> stores,
        @Nullable List<@Nullable UUID> storeIds,
        @Nullable List<@Nullable OfType> storeTypes,
        @Nullable Integer certificateId,
        @Nullable Integer requestId,
        @Nullable String password,
        @Nullable String jobTime) {

    /** What holds for all stores of a type. */
    @Schema(name = "PFXDeployStoreType")
    public record OfType(
            @Nullable Integer storeTypeId,
            @Nullable String alias,
            @Nullable Boolean overwrite,

            @Schema(implementation = Object[].class, description = "Entry parameters: objects with Name and Value")
            @Nullable
            JsonNode properties) {}

    /**
     * The stores still without what holds for their type.
     *
     * @throws CommandException MALFORMED, naming the field
     */
    DeployOrder toOrder() {
        if (password == null || password.isEmpty()) {
            throw malformed("Password is required.");
        }
        boolean byStore = stores != null && !stores.isEmpty();
        List<StoreOrder> wanted = byStore ? SentStore.read("Stores", stores) : byId();
        if (wanted.isEmpty()) {
            throw malformed("Stores is required, or StoreIds: at least one store.");
        }
        return new DeployOrder(
                CertificateChoice.read(certificateId, requestId),
                wanted,
                byStore ? List.of() : ofTypes(),
                EnrollmentRequestParts.schedule(jobTime));
    }

    private List<StoreOrder> byId() {
        List<@Nullable SentStore> listed = new ArrayList<>();
        if (storeIds != null) {
            for (UUID id : storeIds) {
                listed.add(new SentStore(id, null, null, null));
            }
        }
        return SentStore.read("StoreIds", listed);
    }

    private List<DeployOrder.OfType> ofTypes() {
        List<DeployOrder.OfType> types = new ArrayList<>();
        for (int i = 0; storeTypes != null && i < storeTypes.size(); i++) {
            OfType each = storeTypes.get(i);
            if (each == null || each.storeTypeId == null) {
                throw malformed("StoreTypes[" + i + "].StoreTypeId is required.");
            }
            types.add(new DeployOrder.OfType(
                    each.storeTypeId,
                    each.alias == null ? "" : each.alias,
                    Boolean.TRUE.equals(each.overwrite),
                    SentStore.parameters("StoreTypes[" + i + "].Properties", each.properties)));
        }
        return types;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DeployRequest[" + certificateId + "]";
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
