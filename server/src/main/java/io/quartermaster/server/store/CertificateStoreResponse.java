package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.schedule.WeekDayForm;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A certificate store in answers. Lists, single stores and the answer to a creation differ in small things that clients
 * rely on, so there is one method for each.
 *
 * @param containerName of a store without a container null, but empty in lists
 * @param properties a text that holds a JSON object; secrets in it are ids, in the answer about one store views
 * @param inventorySchedule null for none
 * @param reenrollmentStatus null in the answer to a creation
 * @param password only in the answer about one store
 */
@Schema(name = "CertificateStore")
public record CertificateStoreResponse(
        @JsonProperty("Id") UUID id,

        @JsonProperty("ContainerId") @Schema(nullable = true) @Nullable
        Integer containerId,

        @JsonProperty("DisplayName") String displayName,
        @JsonProperty("ClientMachine") String clientMachine,
        @JsonProperty("Storepath") String storepath,

        @JsonProperty("CertStoreInventoryJobId") @Schema(nullable = true) @Nullable
        UUID certStoreInventoryJobId,

        @JsonProperty("CertStoreType") int certStoreType,
        @JsonProperty("Approved") boolean approved,
        @JsonProperty("CreateIfMissing") boolean createIfMissing,

        @JsonProperty("Properties")
        @Schema(
                description =
                        "A text that holds a JSON object. A secret in it is its id, in the answer about one store a Secret.",
                examples = "{\"separatePrivateKey\":\"false\"}")
        String properties,

        @JsonProperty("AgentId") @Schema(nullable = true) @Nullable
        UUID agentId,

        @JsonProperty("AgentAssigned") boolean agentAssigned,

        @JsonProperty("ContainerName") @Schema(nullable = true) @Nullable
        String containerName,

        @JsonProperty("InventorySchedule") @Schema(nullable = true) @Nullable
        ScheduleJson inventorySchedule,

        @JsonProperty("ReenrollmentStatus") @Schema(nullable = true) @Nullable
        ReenrollmentStatusResponse reenrollmentStatus,

        @JsonProperty("SetNewPasswordAllowed") boolean setNewPasswordAllowed,

        @JsonProperty("Password") @Schema(nullable = true) @Nullable
        SecretView password) {

    /** In a list. */
    static CertificateStoreResponse listed(CertificateStore store, WeekDayForm weekDays) {
        return of(
                store,
                store.properties().withSecretIds(store.type()),
                store.containerName() == null ? "" : store.containerName(),
                schedule(store, weekDays),
                ReenrollmentStatusResponse.of(store),
                null);
    }

    /** Alone. */
    static CertificateStoreResponse single(CertificateStore store, WeekDayForm weekDays) {
        return of(
                store,
                store.properties().withSecretViews(store.type()),
                store.containerName(),
                schedule(store, weekDays),
                ReenrollmentStatusResponse.of(store),
                SecretView.of(store.passwordSecretId() != null));
    }

    /**
     * As the answer to its creation.
     *
     * @param sent the schedule of the request, which is repeated as it came; null when there was none
     */
    static CertificateStoreResponse created(CertificateStore store, @Nullable ScheduleJson sent, WeekDayForm weekDays) {
        return of(
                store,
                store.properties().withSecretIds(store.type()),
                null,
                sent == null ? schedule(store, weekDays) : sent,
                null,
                null);
    }

    private static CertificateStoreResponse of(
            CertificateStore store,
            String properties,
            @Nullable String containerName,
            @Nullable ScheduleJson schedule,
            @Nullable ReenrollmentStatusResponse reenrollmentStatus,
            @Nullable SecretView password) {
        return new CertificateStoreResponse(
                store.id(),
                store.containerId(),
                store.displayName(),
                store.clientMachine(),
                store.storePath(),
                store.inventory() == null ? null : store.inventory().jobId(),
                store.type().id(),
                store.approved(),
                store.createIfMissing(),
                properties,
                store.agentId(),
                store.agentId() != null,
                containerName,
                schedule,
                reenrollmentStatus,
                false,
                password);
    }

    private static @Nullable ScheduleJson schedule(CertificateStore store, WeekDayForm weekDays) {
        CertificateStore.PlannedInventory inventory = store.inventory();
        return inventory == null ? null : ScheduleWire.write(inventory.schedule(), inventory.nextRun(), weekDays);
    }
}
