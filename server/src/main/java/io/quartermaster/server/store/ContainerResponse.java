package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.schedule.WeekDayForm;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A container alone.
 *
 * @param schedule null for none; times of day have the date of the next one
 * @param certificateStores those in it, at most {@link ContainerWithStores#STORES_MAX}
 */
@Schema(name = "CertificateStoreContainer")
public record ContainerResponse(
        @JsonProperty("Id") int id,
        @JsonProperty("Name") String name,

        @JsonProperty("Schedule") @Schema(nullable = true) @Nullable
        ScheduleJson schedule,

        @JsonProperty("CertStoreType") int certStoreType,

        @JsonProperty("CertificateStores") @Schema(description = "At most 10,000, by ClientMachine and path")
        List<CertificateStoreResponse> certificateStores) {

    static ContainerResponse of(ContainerWithStores found, Instant now, WeekDayForm weekDays) {
        Container container = found.container();
        Schedule schedule = container.schedule();
        return new ContainerResponse(
                container.id(),
                container.name(),
                schedule == null ? null : ScheduleWire.write(schedule, schedule.firstRun(now), weekDays),
                container.typeId(),
                found.stores().stream()
                        .map(store -> CertificateStoreResponse.listed(store, weekDays))
                        .toList());
    }
}
