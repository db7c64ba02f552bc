package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /CertificateStores/Schedule}.
 *
 * @param schedule {@code {"Off": true}}, {@code {}} and null take the schedule away
 */
@Schema(name = "CertificateStoresSchedule")
public record ScheduleInventoryRequest(
        @JsonProperty("StoreIds") @Nullable List<@Nullable UUID> storeIds,
        @JsonProperty("Schedule") @Nullable ScheduleJson schedule) {

    List<UUID> toStoreIds() {
        return StoreSelection.read(storeIds, "StoreIds");
    }

    Optional<Schedule> toSchedule() {
        return ScheduleWire.read(schedule, "Schedule", CertificateStoreRequest.SCHEDULES);
    }
}
