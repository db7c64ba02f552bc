package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.store.StoreTypeDefinition.PasswordOptions;
import io.quartermaster.server.store.StoreTypeDefinition.SupportedOperations;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST} and {@code PUT /CertificateStoreTypes}. What answers have besides is ignored.
 *
 * @param storeType which type a PUT is about; ignored by POST, where clients send 0
 * @param inventoryEndpoint ignored: agents know one
 * @param inventoryJobTypeId ids of the job types of a new type; ignored by PUT
 */
@Schema(
        name = "CertificateStoreTypeRequest",
        requiredProperties = {"Name", "ShortName"})
public record CertificateStoreTypeRequest(
        @JsonProperty("StoreType") @Nullable Integer storeType,
        @JsonProperty("Name") @Nullable String name,

        @JsonProperty("ShortName") @Schema(description = "At most 10 characters") @Nullable
        String shortName,

        @JsonProperty("Capability") @Schema(description = "What agents announce; the short name unless given") @Nullable
        String capability,

        @JsonProperty("ImportType") @Nullable Integer importType,
        @JsonProperty("LocalStore") @Nullable Boolean localStore,
        @JsonProperty("SupportedOperations") @Nullable OperationsRequest supportedOperations,
        @JsonProperty("Properties") @Nullable List<@Nullable StoreTypePropertyRequest> properties,

        @JsonProperty("EntryParameters") @Nullable List<@Nullable StoreTypeEntryParameterRequest> entryParameters,

        @JsonProperty("PasswordOptions") @Nullable PasswordOptionsRequest passwordOptions,
        @JsonProperty("StorePathType") @Nullable String storePathType,
        @JsonProperty("StorePathValue") @Nullable String storePathValue,

        @JsonProperty("PrivateKeyAllowed") @Schema(oneOf = {Integer.class, String.class}) @Nullable
        Object privateKeyAllowed,

        @JsonProperty("CertificateFormat")
        @Schema(
                oneOf = {Integer.class, String.class},
                description = "0 PFX, 1 PEM")
        @Nullable
        Object certificateFormat,

        @JsonProperty("JobProperties") @Nullable List<@Nullable String> jobProperties,
        @JsonProperty("ServerRequired") @Nullable Boolean serverRequired,
        @JsonProperty("PowerShell") @Nullable Boolean powerShell,
        @JsonProperty("BlueprintAllowed") @Nullable Boolean blueprintAllowed,

        @JsonProperty("CustomAliasAllowed") @Schema(oneOf = {Integer.class, String.class}) @Nullable
        Object customAliasAllowed,

        @JsonProperty("ServerRegistration") @Nullable Integer serverRegistration,
        @JsonProperty("InventoryEndpoint") @Nullable String inventoryEndpoint,
        @JsonProperty("InventoryJobTypeId") @Nullable UUID inventoryJobTypeId,
        @JsonProperty("ManagementJobTypeId") @Nullable UUID managementJobTypeId,
        @JsonProperty("DiscoveryJobTypeId") @Nullable UUID discoveryJobTypeId,
        @JsonProperty("EnrollmentJobTypeId") @Nullable UUID enrollmentJobTypeId,
        @JsonProperty("ClientMachineDescription") @Nullable String clientMachineDescription,
        @JsonProperty("StorePathDescription") @Nullable String storePathDescription) {

    /** What is left out is false. */
    @Schema(name = "CertificateStoreTypeSupportedOperationsRequest")
    public record OperationsRequest(
            @JsonProperty("Add") @Nullable Boolean add,
            @JsonProperty("Create") @Nullable Boolean create,
            @JsonProperty("Discovery") @Nullable Boolean discovery,
            @JsonProperty("Enrollment") @Nullable Boolean enrollment,
            @JsonProperty("Remove") @Nullable Boolean remove) {}

    /** What is left out is false. */
    @Schema(name = "CertificateStoreTypePasswordOptionsRequest")
    public record PasswordOptionsRequest(
            @JsonProperty("EntrySupported") @Nullable Boolean entrySupported,
            @JsonProperty("StoreRequired") @Nullable Boolean storeRequired,

            @JsonProperty("Style")
            @Schema(
                    oneOf = {Integer.class, String.class},
                    description = "0 Default, 1 Custom")
            @Nullable
            Object style) {}

    /** @throws CommandException MALFORMED when there is none */
    int toId() {
        if (storeType == null) {
            throw StoreTypeTexts.malformed("StoreType is required: the number of the store type.");
        }
        return storeType;
    }

    /** @throws CommandException MALFORMED, naming the member */
    WantedStoreType toType() {
        List<StoreTypeProperty> readProperties =
                StoreTypeTexts.list("Properties", properties, StoreTypePropertyRequest::toProperty);
        StoreTypeTexts.refuseTwins("Properties", readProperties, StoreTypeProperty::name);
        List<StoreTypeEntryParameter> readParameters =
                StoreTypeTexts.list("EntryParameters", entryParameters, StoreTypeEntryParameterRequest::toParameter);
        StoreTypeTexts.refuseTwins("EntryParameters", readParameters, StoreTypeEntryParameter::name);
        String pathValue = storePathValue == null || storePathValue.isEmpty()
                ? null
                : StoreTypeTexts.text("StorePathValue", storePathValue);
        return new WantedStoreType(
                StoreTypeTexts.name("Name", name, StoreTypeTexts.NAME_LENGTH_MAX),
                StoreTypeTexts.name("ShortName", shortName, StoreTypeTexts.SHORT_NAME_LENGTH_MAX),
                capability == null || capability.isBlank()
                        ? null
                        : StoreTypeTexts.name("Capability", capability, StoreTypeTexts.CAPABILITY_LENGTH_MAX),
                Boolean.TRUE.equals(localStore),
                operations(),
                readProperties,
                readParameters,
                passwords(),
                pathType(pathValue),
                pathValue,
                Need.of(TypeWord.NEED.number(privateKeyAllowed, "PrivateKeyAllowed")),
                StoreTypeTexts.list(
                        "JobProperties",
                        jobProperties,
                        (property, place) -> StoreTypeTexts.name(place, property, StoreTypeTexts.NAME_LENGTH_MAX)),
                Boolean.TRUE.equals(serverRequired),
                Boolean.TRUE.equals(powerShell),
                Boolean.TRUE.equals(blueprintAllowed),
                Need.of(TypeWord.NEED.number(customAliasAllowed, "CustomAliasAllowed")),
                certificateFormat == null
                        ? null
                        : (Integer) TypeWord.CERTIFICATE_FORMAT.number(certificateFormat, "CertificateFormat"),
                importType,
                serverRegistration,
                StoreTypeTexts.text("ClientMachineDescription", clientMachineDescription),
                StoreTypeTexts.text("StorePathDescription", storePathDescription),
                new WantedStoreType.JobTypes(
                        inventoryJobTypeId, managementJobTypeId, discoveryJobTypeId, enrollmentJobTypeId));
    }

    private SupportedOperations operations() {
        return supportedOperations == null
                ? new SupportedOperations(false, false, false, false, false)
                : new SupportedOperations(
                        Boolean.TRUE.equals(supportedOperations.add),
                        Boolean.TRUE.equals(supportedOperations.create),
                        Boolean.TRUE.equals(supportedOperations.discovery),
                        Boolean.TRUE.equals(supportedOperations.enrollment),
                        Boolean.TRUE.equals(supportedOperations.remove));
    }

    private PasswordOptions passwords() {
        return passwordOptions == null
                ? new PasswordOptions(false, false, TypeWord.PASSWORD_STYLE.word(null, "PasswordOptions.Style"))
                : new PasswordOptions(
                        Boolean.TRUE.equals(passwordOptions.entrySupported),
                        Boolean.TRUE.equals(passwordOptions.storeRequired),
                        TypeWord.PASSWORD_STYLE.word(passwordOptions.style, "PasswordOptions.Style"));
    }

    /** A value without a type comes in published lists of types: a JSON array is a choice, anything else the one path. */
    private @Nullable String pathType(@Nullable String value) {
        if (storePathType == null || storePathType.isBlank()) {
            return value == null
                    ? null
                    : isArray(value) ? StoreTypeDefinition.PATH_MULTIPLE_CHOICE : StoreTypeDefinition.PATH_FIXED;
        }
        String type = Stream.of(
                        StoreTypeDefinition.PATH_FIXED,
                        StoreTypeDefinition.PATH_MULTIPLE_CHOICE,
                        StoreTypeDefinition.PATH_FREE)
                .filter(known -> known.equalsIgnoreCase(storePathType.strip()))
                .findFirst()
                .orElseThrow(() -> StoreTypeTexts.malformed(
                        "StorePathType must be Fixed, MultipleChoice or Freeform, or be left out."));
        if (type.equals(StoreTypeDefinition.PATH_MULTIPLE_CHOICE) && value != null && !isArray(value)) {
            throw StoreTypeTexts.malformed(
                    "StorePathValue of a MultipleChoice must be the text of a JSON array of paths,"
                            + " such as [\"My\",\"WebHosting\"].");
        }
        return type;
    }

    private static boolean isArray(String value) {
        try {
            return Objects.requireNonNull(StoreJson.MAPPER.readTree(value)).isArray();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
