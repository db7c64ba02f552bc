package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.WrittenGuid;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleKind;
import io.quartermaster.server.schedule.ScheduleWire;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /CertificateStores}. Members of the answer that clients send back, such as {@code Approved} and
 * {@code ContainerName}, are ignored.
 *
 * @param containerId null, 0 and empty mean none
 * @param properties a text that holds a JSON object, see {@link SentProperties}
 * @param agentId must be sent, as null for a store nobody is assigned to
 * @param inventorySchedule left out or null, the container's schedule counts
 * @param password see {@link SentValue}
 */
@Schema(name = "CertificateStoreCreateRequest")
public record CertificateStoreRequest(
        @JsonProperty("ContainerId") @Nullable Integer containerId,

        @JsonProperty("ClientMachine") @Nullable String clientMachine,

        @JsonProperty("Storepath") @Nullable String storepath,

        @JsonProperty("CertStoreType") @Nullable Integer certStoreType,

        @JsonProperty("CreateIfMissing") @Nullable Boolean createIfMissing,

        @JsonProperty("Properties")
        @Schema(
                description = "A text that holds a JSON object. A value is a text, {\"value\": ...} or {\"value\":"
                        + " {\"SecretValue\": ...}}.",
                examples = "{\"ServerUseSsl\":\"true\",\"ServerPassword\":{\"value\":{\"SecretValue\":\"...\"}}}")
        @Nullable
        String properties,

        @JsonProperty("AgentId") @Schema(implementation = UUID.class, nullable = true) @Nullable
        JsonNode agentId,

        @JsonProperty("AgentAssigned") @Nullable Boolean agentAssigned,

        @JsonProperty("InventorySchedule") @Nullable ScheduleJson inventorySchedule,

        @JsonProperty("Password")
        @Schema(
                implementation = SentSecret.class,
                nullable = true,
                description =
                        "A text is read too. Required where the store type says so; {\"SecretValue\": null} for none.")
        @Nullable
        JsonNode password) {

    /** Bytes of a machine's name in UTF-8, at most: more is no DNS name. */
    static final int CLIENT_MACHINE_BYTES_MAX = 255;

    /** Bytes of a path in UTF-8, at most: it has to fit an index together with the machine. */
    static final int STORE_PATH_BYTES_MAX = 2_048;

    /** The kinds a store's inventory can be scheduled by. */
    static final Set<ScheduleKind> SCHEDULES = EnumSet.allOf(ScheduleKind.class);

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    /** For the API description: what stands in {@code Password}. */
    @Schema(name = "SecretRequest")
    public record SentSecret(
            @JsonProperty("SecretValue") @Nullable String secretValue,
            @JsonProperty("Parameters") @Nullable Map<String, String> parameters,
            @JsonProperty("Provider") @Nullable Integer provider) {
        @Override
        public String toString() {
            return "SentSecret[hidden]";
        }
    }

    /** Without the properties and the password. */
    @Override
    public String toString() {
        return "CertificateStoreRequest[" + clientMachine + " - " + storepath + "]";
    }

    /** @throws CommandException MALFORMED or SCHEDULE, naming the field */
    NewStore toNewStore() {
        return new NewStore(
                place("ClientMachine", clientMachine, CLIENT_MACHINE_BYTES_MAX),
                place("Storepath", storepath, STORE_PATH_BYTES_MAX),
                typeId(),
                container(containerId),
                Boolean.TRUE.equals(createIfMissing),
                SentProperties.read(properties),
                password == null || password.isNull() ? null : SentValue.read(password, "Password"),
                agent(agentId),
                inventorySchedule != null,
                ScheduleWire.read(inventorySchedule, "InventorySchedule", SCHEDULES));
    }

    static String place(String field, @Nullable String text, int bytesMax) {
        if (text == null || text.isBlank()) {
            throw malformed(field + " is required.");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > bytesMax) {
            throw malformed(field + " has " + bytes + " bytes; at most " + bytesMax + " are possible.");
        }
        if (CONTROL_CHARACTER.matcher(text).find()) {
            throw malformed(field + " contains a control character.");
        }
        return text.strip();
    }

    private int typeId() {
        if (certStoreType == null) {
            throw malformed("CertStoreType is required: the number of a store type.");
        }
        return certStoreType;
    }

    static @Nullable Integer container(@Nullable Integer containerId) {
        if (containerId == null || containerId == 0) {
            return null;
        }
        if (containerId < 0) {
            throw malformed("ContainerId " + containerId + " does not exist.");
        }
        return containerId;
    }

    /** Null for a store that no agent is to read. */
    static @Nullable UUID agent(@Nullable JsonNode agentId) {
        if (agentId == null) {
            throw malformed("AgentId is required. Send null for a store that no agent is to read.");
        }
        return agentId.isNull()
                ? null
                : WrittenGuid.read(agentId.asText().strip())
                        .orElseThrow(() -> malformed("AgentId: expected a GUID (8-4-4-4-12 hexadecimal digits)."));
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
