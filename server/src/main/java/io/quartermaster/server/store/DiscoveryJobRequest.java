package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /CertificateStores/DiscoveryJob}. The lists are separated by commas.
 *
 * @param keyfactorSchedule what scripts send; wins over the time
 */
@Schema(
        name = "ModelsDiscoveryJobRequest",
        requiredProperties = {"Type"})
public record DiscoveryJobRequest(
        @JsonProperty("ClientMachine") @Nullable String clientMachine,

        @JsonProperty("AgentId") @Nullable UUID agentId,

        @JsonProperty("Type") @Schema(description = "The number of a store type") @Nullable
        Integer type,

        @JsonProperty("JobExecutionTimestamp")
        @Schema(format = "date-time", description = "At once unless given")
        @Nullable
        String jobExecutionTimestamp,

        @JsonProperty("KeyfactorSchedule")
        @Schema(description = "Immediate or ExactlyOnce; counts before JobExecutionTimestamp")
        @Nullable
        ScheduleJson keyfactorSchedule,

        @JsonProperty("Dirs") @Nullable String dirs,

        @JsonProperty("IgnoredDirs") @Nullable String ignoredDirs,

        @JsonProperty("Extensions") @Nullable String extensions,

        @JsonProperty("NamePatterns") @Nullable String namePatterns,

        @JsonProperty("SymLinks") @Nullable Boolean symLinks,

        @JsonProperty("Compatibility")
        @Schema(description = "A search for Java keystores also finds PKCS#12 files")
        @Nullable
        Boolean compatibility,

        @JsonProperty("ServerUsername")
        @Schema(implementation = CertificateStoreRequest.SentSecret.class, nullable = true)
        @Nullable
        JsonNode serverUsername,

        @JsonProperty("ServerPassword")
        @Schema(implementation = CertificateStoreRequest.SentSecret.class, nullable = true)
        @Nullable
        JsonNode serverPassword,

        @JsonProperty("ServerUseSsl") @Nullable Boolean serverUseSsl) {
    /** Characters of one list. */
    static final int LIST_LENGTH_MAX = 20_000;

    /** Without the secrets. */
    @Override
    public String toString() {
        return "DiscoveryJobRequest[" + clientMachine + ", " + type + "]";
    }

    /** @throws CommandException MALFORMED or SCHEDULE, naming the member */
    DiscoveryOrder toOrder() {
        if (agentId == null) {
            throw malformed("AgentId is required.");
        }
        if (type == null) {
            throw malformed("Type is required: the number of a store type.");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(DiscoveryFields.DIRS, list("Dirs", dirs));
        texts.put(DiscoveryFields.IGNORED_DIRS, list("IgnoredDirs", ignoredDirs));
        texts.put(DiscoveryFields.EXTENSIONS, list("Extensions", extensions));
        texts.put(DiscoveryFields.PATTERNS, list("NamePatterns", namePatterns));
        texts.put(DiscoveryFields.SYM_LINKS, flag(symLinks));
        texts.put(DiscoveryFields.COMPATIBILITY, flag(compatibility));
        texts.put(DiscoveryFields.SERVER_USE_SSL, flag(serverUseSsl));
        Map<String, SecretValue> secrets = new LinkedHashMap<>();
        put(secrets, DiscoveryFields.SERVER_USERNAME, serverUsername, "ServerUsername");
        put(secrets, DiscoveryFields.SERVER_PASSWORD, serverPassword, "ServerPassword");
        return new DiscoveryOrder(
                agentId,
                type,
                CertificateStoreRequest.place(
                        "ClientMachine", clientMachine, CertificateStoreRequest.CLIENT_MACHINE_BYTES_MAX),
                texts,
                secrets,
                schedule());
    }

    private Schedule schedule() {
        if (keyfactorSchedule != null) {
            return ScheduleWire.readRunning(keyfactorSchedule, "KeyfactorSchedule", AddCertificateRequest.SCHEDULES);
        }
        if (jobExecutionTimestamp == null || jobExecutionTimestamp.isBlank()) {
            return new Schedule.Immediate();
        }
        return ScheduleWire.readRunning(
                new ScheduleJson(
                        null, null, null, null, null, new ScheduleJson.TimeJson(jobExecutionTimestamp), false, null),
                "JobExecutionTimestamp",
                AddCertificateRequest.SCHEDULES);
    }

    private static String list(String member, @Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.length() > LIST_LENGTH_MAX || text.codePoints().anyMatch(Character::isISOControl)) {
            throw malformed(member + " must be a list separated by commas, with at most " + LIST_LENGTH_MAX
                    + " characters and no control characters.");
        }
        return text.strip();
    }

    private static String flag(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value) ? "true" : "false";
    }

    private static void put(Map<String, SecretValue> secrets, String name, @Nullable JsonNode sent, String member) {
        SecretValue value = AddCertificateRequest.secret(sent, member);
        if (value != null) {
            secrets.put(name, value);
        }
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
