package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /CertificateStores/Certificates/Remove}. What clients send beside, such as {@code CertificateId},
 * is ignored.
 */
@Schema(
        name = "KeyfactorWebKeyfactorApiModelsCertificateStoresRemoveCertificateRequest",
        requiredProperties = {"CertificateStores", "Schedule"})
public record RemoveCertificateRequest(
        @JsonProperty("CertificateStores") @Nullable List<@Nullable Entry> certificateStores,

        @JsonProperty("Schedule") @Schema(description = "Immediate or ExactlyOnce. Immediate unless given.") @Nullable
        ScheduleJson schedule,

        @JsonProperty("CollectionId") @Nullable Integer collectionId) {

    /** An entry of one store. */
    @Schema(
            name = "ModelsCertificateLocationSpecifier",
            requiredProperties = {"CertificateStoreId", "Alias"})
    public record Entry(
            @JsonProperty("Alias")
            @Schema(
                    description = "Of the entry; or the thumbprint of its certificate, where no entry has that alias"
                            + " and one alone has that certificate")
            @Nullable
            String alias,

            @JsonProperty("CertificateStoreId") @Nullable UUID certificateStoreId,

            @JsonProperty("JobFields") @Schema(description = "Entry parameters of the store type, by name") @Nullable
            Map<String, @Nullable Object> jobFields) {

        private EntryRemoval toRemoval(String where, Schedule schedule) {
            if (certificateStoreId == null) {
                throw malformed(where + ".CertificateStoreId is required.");
            }
            String entry = alias == null ? "" : alias;
            if (entry.length() > GatherInventory.ALIAS_LENGTH_MAX || entry.indexOf('\0') >= 0) {
                throw malformed(where + ".Alias must have at most " + GatherInventory.ALIAS_LENGTH_MAX
                        + " characters, and not the one with the number 0.");
            }
            return new EntryRemoval(
                    certificateStoreId, entry, JobFieldsJson.read(jobFields, where + ".JobFields"), schedule);
        }

        /** Without secrets. */
        @Override
        public String toString() {
            return "Entry[" + certificateStoreId + ", " + alias + "]";
        }
    }

    /** @throws CommandException MALFORMED or SCHEDULE, naming the member */
    List<EntryRemoval> toRemovals() {
        List<@Nullable Entry> entries = certificateStores == null ? List.of() : certificateStores;
        if (entries.isEmpty() || entries.size() > AddCertificateRequest.STORES_MAX) {
            throw malformed("CertificateStores must have 1 to " + AddCertificateRequest.STORES_MAX
                    + " entries; this request has " + entries.size() + ".");
        }
        Schedule when = ScheduleWire.readRunning(schedule, "Schedule", AddCertificateRequest.SCHEDULES);
        List<EntryRemoval> removals = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String where = "CertificateStores[" + i + "]";
            if (entry == null) {
                throw malformed(where + " must be an object, not null.");
            }
            removals.add(entry.toRemoval(where, when));
        }
        return removals;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
