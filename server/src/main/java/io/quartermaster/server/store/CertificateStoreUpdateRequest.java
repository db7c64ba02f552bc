package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.store.CertificateStoreRequest.SentSecret;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /CertificateStores}. Members of the answer that clients send back are ignored.
 *
 * @param clientMachine may be sent if it is what the store has; so the two after it
 * @param containerId left out, null, 0 and empty mean none
 * @param properties all of them; a secret that is left out, or sent as answers show it, stays
 * @param agentId left out, it stays; null for a store nobody is assigned to
 * @param inventorySchedule left out, null and {@code {}} mean none
 * @param password left out, null and the mask mean that it stays
 */
@Schema(
        name = "CertificateStoreUpdateRequest",
        requiredProperties = {"Id"})
public record CertificateStoreUpdateRequest(
        @JsonProperty("Id") @Nullable UUID id,

        @JsonProperty("ContainerId") @Schema(description = "Left out, the store is in none") @Nullable
        Integer containerId,

        @JsonProperty("ClientMachine") @Schema(description = "Cannot change") @Nullable
        String clientMachine,

        @JsonProperty("Storepath") @Schema(description = "Cannot change") @Nullable
        String storepath,

        @JsonProperty("CertStoreType") @Schema(description = "Cannot change") @Nullable
        Integer certStoreType,

        @JsonProperty("CreateIfMissing") @Nullable Boolean createIfMissing,

        @JsonProperty("Properties")
        @Schema(
                description =
                        "A text that holds a JSON object, with all properties. A secret that is left out, or sent as"
                                + " an answer shows it, stays.",
                examples = "{\"ServerUseSsl\":\"true\",\"ServerPassword\":{\"value\":{\"SecretValue\":\"...\"}}}")
        @Nullable
        String properties,

        @JsonProperty("AgentId")
        @Schema(implementation = UUID.class, nullable = true, description = "Left out, it stays")
        @Nullable
        JsonNode agentId,

        @JsonProperty("InventorySchedule") @Schema(description = "Left out, the store is not inventoried") @Nullable
        ScheduleJson inventorySchedule,

        @JsonProperty("Password")
        @Schema(
                implementation = SentSecret.class,
                nullable = true,
                description = "Left out, null or the mask, it stays; {\"SecretValue\": null} for none.")
        @Nullable
        JsonNode password) {

    /** Without the properties and the password. */
    @Override
    public String toString() {
        return "CertificateStoreUpdateRequest[" + id + "]";
    }

    /** @throws CommandException MALFORMED or SCHEDULE, naming the field */
    StoreChange toChange() {
        if (id == null) {
            throw new CommandException(ErrorKind.MALFORMED, "Id is required: the id of the store.");
        }
        return new StoreChange(
                id,
                clientMachine,
                storepath,
                certStoreType,
                CertificateStoreRequest.container(containerId),
                Boolean.TRUE.equals(createIfMissing),
                SentProperties.read(properties),
                password == null || password.isNull() ? null : SentValue.read(password, "Password"),
                agentId != null,
                agentId == null ? null : CertificateStoreRequest.agent(agentId),
                inventorySchedule != null,
                ScheduleWire.read(inventorySchedule, "InventorySchedule", CertificateStoreRequest.SCHEDULES));
    }
}
