package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.schedule.Schedule;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A container in lists.
 *
 * @param schedule its text form, such as {@code D_23:30}: a text here, unlike in the answer about one container. Clients
 *     that read lists cannot read an object
 */
@Schema(name = "CertificateStoreContainerListItem")
public record ContainerRow(
        @JsonProperty("Id") int id,
        @JsonProperty("Name") String name,
        @JsonProperty("OverwriteSchedules") boolean overwriteSchedules,

        @JsonProperty("Schedule") @Schema(nullable = true, examples = "D_23:30") @Nullable
        String schedule,

        @JsonProperty("CertStoreType") int certStoreType,
        @JsonProperty("StoreCount") long storeCount) {

    static ContainerRow of(ContainerRepository.Counted row) {
        Container container = row.container();
        Schedule schedule = container.schedule();
        return new ContainerRow(
                container.id(),
                container.name(),
                container.overwriteSchedules(),
                schedule == null ? null : schedule.text(),
                container.typeId(),
                row.stores());
    }
}
