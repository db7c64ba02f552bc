package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleKind;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.secret.SecretValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /CertificateStores/Certificates/Add}. */
@Schema(
        name = "KeyfactorWebKeyfactorApiModelsCertificateStoresAddCertificateRequest",
        requiredProperties = {"CertificateId", "CertificateStores", "Schedule"})
public record AddCertificateRequest(
        @JsonProperty("CertificateId") @Nullable Integer certificateId,

        @JsonProperty("CertificateStores") @Nullable List<@Nullable Entry> certificateStores,

        @JsonProperty("Schedule") @Schema(description = "Immediate or ExactlyOnce. Immediate unless given.") @Nullable
        ScheduleJson schedule,

        @JsonProperty("CollectionId") @Nullable Integer collectionId) {
    /** Stores of one request. */
    static final int STORES_MAX = 10_000;

    /** When such jobs can run. */
    static final Set<ScheduleKind> SCHEDULES = EnumSet.of(ScheduleKind.IMMEDIATE, ScheduleKind.EXACTLY_ONCE);

    /**
     * What becomes of the certificate in one store.
     *
     * @param pfxPassword accepted and not used: the file exists only on its way to the agent
     */
    @Schema(
            name = "ModelsCertificateStoreEntry",
            requiredProperties = {"CertificateStoreId"})
    public record Entry(
            @JsonProperty("CertificateStoreId") @Nullable UUID certificateStoreId,

            @JsonProperty("Alias") @Nullable String alias,

            @JsonProperty("Overwrite") @Nullable Boolean overwrite,

            @JsonProperty("EntryPassword")
            @Schema(implementation = CertificateStoreRequest.SentSecret.class, nullable = true)
            @Nullable
            JsonNode entryPassword,

            @JsonProperty("PfxPassword")
            @Schema(description = "Accepted and not used: the file exists only on its way to the orchestrator.")
            @Nullable
            String pfxPassword,

            @JsonProperty("IncludePrivateKey") @Nullable Boolean includePrivateKey,

            @JsonProperty("JobFields") @Schema(description = "Entry parameters of the store type, by name") @Nullable
            Map<String, @Nullable Object> jobFields) {

        private StoreAddition toAddition(int certificateId, String where, Schedule schedule) {
            if (certificateStoreId == null) {
                throw malformed(where + ".CertificateStoreId is required.");
            }
            return new StoreAddition(
                    certificateStoreId,
                    certificateId,
                    alias == null ? "" : alias,
                    Boolean.TRUE.equals(overwrite),
                    Boolean.TRUE.equals(includePrivateKey),
                    secret(entryPassword, where + ".EntryPassword"),
                    JobFieldsJson.read(jobFields, where + ".JobFields"),
                    schedule);
        }

        /** Without secrets. */
        @Override
        public String toString() {
            return "Entry[" + certificateStoreId + ", " + alias + "]";
        }
    }

    /** @throws CommandException MALFORMED or SCHEDULE, naming the member */
    List<StoreAddition> toAdditions() {
        if (certificateId == null) {
            throw malformed("CertificateId is required.");
        }
        List<@Nullable Entry> entries = certificateStores == null ? List.of() : certificateStores;
        if (entries.isEmpty() || entries.size() > STORES_MAX) {
            throw malformed("CertificateStores must have 1 to " + STORES_MAX + " entries; this request has "
                    + entries.size() + ".");
        }
        Schedule when = ScheduleWire.readRunning(schedule, "Schedule", SCHEDULES);
        List<StoreAddition> additions = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String where = "CertificateStores[" + i + "]";
            if (entry == null) {
                throw malformed(where + " must be an object, not null.");
            }
            additions.add(entry.toAddition(certificateId, where, when));
        }
        return additions;
    }

    /** Null for none: an empty one counts as none. */
    static @Nullable SecretValue secret(@Nullable JsonNode node, String where) {
        if (node == null || node.isNull()) {
            return null;
        }
        SentValue read = SentValue.read(node, where);
        @Nullable SecretValue value = null;
        if (read instanceof SentValue.Plain(String text)) {
            value = SentValue.secret(text, where);
        } else if (read instanceof SentValue.Secret(SecretValue secret)) {
            value = secret;
        } else if (!(read instanceof SentValue.Nothing)) {
            throw malformed(where + " has no value that could stay.");
        }
        return value == null || value.reveal().isEmpty() ? null : value;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
