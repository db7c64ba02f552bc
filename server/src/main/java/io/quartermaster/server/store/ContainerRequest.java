package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleKind;
import io.quartermaster.server.schedule.ScheduleWire;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST} and {@code PUT} of containers, which are also called applications.
 *
 * @param id which one a PUT is about; ignored by POST
 * @param certificateStores ignored: {@code PUT /CertificateStores/AssignContainer} puts stores into a container
 */
@Schema(
        name = "CertificateStoreContainerRequest",
        requiredProperties = {"Name"})
public record ContainerRequest(
        @JsonProperty("Id") @Nullable Integer id,
        @JsonProperty("Name") @Nullable String name,

        @JsonProperty("OverwriteSchedules")
        @Schema(
                description =
                        "Gives the schedule to every store in the container, whatever it has; {\"Off\": true} takes"
                                + " theirs away")
        @Nullable
        Boolean overwriteSchedules,

        @JsonProperty("Schedule")
        @Schema(description = "Recurring. Stores that join without a schedule of their own take it")
        @Nullable
        ScheduleJson schedule,

        @JsonProperty("CertStoreType") @Schema(description = "-1 for stores of any type. Cannot change") @Nullable
        Integer certStoreType,

        @JsonProperty("CertificateStores")
        @Schema(type = SchemaType.ARRAY, implementation = CertificateStoreResponse.class, description = "Ignored")
        @Nullable
        JsonNode certificateStores) {

    /** A container has no job of its own: what runs once could not be kept for the stores that join later. */
    static final Set<ScheduleKind> SCHEDULES = EnumSet.of(
            ScheduleKind.OFF, ScheduleKind.INTERVAL, ScheduleKind.DAILY, ScheduleKind.WEEKLY, ScheduleKind.MONTHLY);

    /** @throws CommandException MALFORMED */
    int toId() {
        if (id == null) {
            throw new CommandException(ErrorKind.MALFORMED, "Id is required: the number of the container.");
        }
        return id;
    }

    /** @throws CommandException MALFORMED, SCHEDULE */
    WantedContainer toContainer() {
        return new WantedContainer(
                GivenName.read("Name", name),
                certStoreType,
                ScheduleWire.read(schedule, "Schedule", SCHEDULES),
                Boolean.TRUE.equals(overwriteSchedules),
                schedule != null && schedule.off());
    }
}
