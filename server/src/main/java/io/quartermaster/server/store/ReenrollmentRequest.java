package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /CertificateStores/Reenrollment}.
 *
 * @param jobProperties entry parameters, and among them {@code keyType} and {@code keySize}, which is where agents of the
 *     public product find them
 * @param overwrite ours: true unless given, since the entry is usually to be renewed
 */
@Schema(
        name = "KeyfactorWebKeyfactorApiModelsCertificateStoresReenrollmentRequest",
        requiredProperties = {"KeystoreId", "SubjectName"})
public record ReenrollmentRequest(
        @JsonProperty("KeystoreId") @Nullable UUID keystoreId,

        @JsonProperty("SubjectName") @Schema(examples = "CN=app.example.test,O=\"Example, Inc.\"") @Nullable
        String subjectName,

        @JsonProperty("AgentGuid") @Schema(description = "The orchestrator of the store; may be left out") @Nullable
        UUID agentGuid,

        @JsonProperty("Alias") @Nullable String alias,

        @JsonProperty("JobProperties")
        @Schema(
                description = "Entry parameters of the store type, by name; also keyType (RSA or ECC) and keySize,"
                        + " unless the members of these names are given")
        @Nullable
        Map<String, @Nullable Object> jobProperties,

        @JsonProperty("CertificateAuthority") @Nullable String certificateAuthority,

        @JsonProperty("CertificateTemplate") @Nullable String certificateTemplate,

        @JsonProperty("SANs") @Schema(description = "Alternative names by kind: dns, ip4, ip6, email, uri") @Nullable
        Map<String, @Nullable List<@Nullable String>> sans,

        @JsonProperty("KeyType") @Schema(description = "RSA or ECC; RSA unless given") @Nullable
        String keyType,

        @JsonProperty("KeySize")
        @Schema(description = "Bits, or those of the curve; 2048 or 256 unless given")
        @Nullable
        Integer keySize,

        @JsonProperty("Overwrite")
        @Schema(description = "Whether an entry with the alias may be replaced; true unless given")
        @Nullable
        Boolean overwrite) {
    private static final String KEY_TYPE = "keyType";
    private static final String KEY_SIZE = "keySize";
    private static final String SUBJECT_TEXT = "subjectText";
    private static final int ECC_SIZE_DEFAULT = 256;

    /** Without the values of parameters, some of which may be secret. */
    @Override
    public String toString() {
        return "ReenrollmentRequest[" + subjectName + " in " + keystoreId + "]";
    }

    /** @throws CommandException MALFORMED, naming the member */
    KeyOnDevice toKey() {
        if (keystoreId == null) {
            throw malformed("KeystoreId is required.");
        }
        Map<String, String> parameters = new HashMap<>(JobFieldsJson.read(jobProperties, "JobProperties"));
        String typeSent = take(parameters, KEY_TYPE);
        String sizeSent = take(parameters, KEY_SIZE);
        take(parameters, SUBJECT_TEXT);
        String type = type(keyType == null ? typeSent : keyType);
        return new KeyOnDevice(
                keystoreId,
                agentGuid,
                subjectName == null ? "" : subjectName,
                names(),
                type,
                keySize == null ? size(sizeSent, type) : keySize,
                alias == null ? "" : alias,
                !Boolean.FALSE.equals(overwrite),
                parameters,
                text(certificateAuthority),
                text(certificateTemplate),
                new Schedule.Immediate());
    }

    private static @Nullable String take(Map<String, String> parameters, String name) {
        for (String sent : List.copyOf(parameters.keySet())) {
            if (sent.equalsIgnoreCase(name)) {
                return parameters.remove(sent);
            }
        }
        return null;
    }

    private static String type(@Nullable String sent) {
        if (sent == null || sent.isBlank()) {
            return KeyOnDevice.RSA;
        }
        String type = sent.strip().toUpperCase(Locale.ROOT);
        return type.equals("EC") || type.equals("ECDSA") ? KeyOnDevice.ECC : type;
    }

    private static int size(@Nullable String sent, String type) {
        if (sent == null || sent.isBlank()) {
            return type.equals(KeyOnDevice.ECC) ? ECC_SIZE_DEFAULT : KeyOnDevice.RSA_SIZE_DEFAULT;
        }
        try {
            return Integer.parseInt(sent.strip());
        } catch (NumberFormatException e) {
            throw malformed("JobProperties: keySize must be a number.");
        }
    }

    private Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        if (sans != null) {
            sans.forEach((kind, values) -> {
                if (values != null) {
                    names.put(
                            kind,
                            values.stream()
                                    .map(value -> value == null ? "" : value)
                                    .toList());
                }
            });
        }
        return names;
    }

    private static @Nullable String text(@Nullable String sent) {
        return sent == null || sent.isBlank() ? null : sent.strip();
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
