package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A store type in answers. Members without a value are left out, and its lists are never null: clients look through them
 * without asking.
 *
 * @param managementJobType left out unless the server has such jobs for the type; so the two after it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CertificateStoreType")
public record CertificateStoreTypeResponse(
        @JsonProperty("Name") String name,
        @JsonProperty("ShortName") String shortName,
        @JsonProperty("Capability") String capability,
        @JsonProperty("StoreType") int storeType,
        @JsonProperty("ImportType") int importType,
        @JsonProperty("LocalStore") boolean localStore,
        @JsonProperty("SupportedOperations") Operations supportedOperations,
        @JsonProperty("Properties") List<Property> properties,
        @JsonProperty("EntryParameters") List<EntryParameter> entryParameters,
        @JsonProperty("PasswordOptions") Passwords passwordOptions,
        @JsonProperty("StorePathType") @Nullable String storePathType,
        @JsonProperty("StorePathValue") @Nullable String storePathValue,

        @JsonProperty("PrivateKeyAllowed") @Schema(oneOf = {Integer.class, String.class})
        Object privateKeyAllowed,

        @JsonProperty("CertificateFormat") @Schema(description = "0 PFX, 1 PEM")
        int certificateFormat,

        @JsonProperty("JobProperties") List<String> jobProperties,
        @JsonProperty("ServerRequired") boolean serverRequired,
        @JsonProperty("PowerShell") boolean powerShell,
        @JsonProperty("BlueprintAllowed") boolean blueprintAllowed,

        @JsonProperty("CustomAliasAllowed") @Schema(oneOf = {Integer.class, String.class})
        Object customAliasAllowed,

        @JsonProperty("ServerRegistration") @Nullable Integer serverRegistration,
        @JsonProperty("InventoryEndpoint") String inventoryEndpoint,
        @JsonProperty("InventoryJobType") UUID inventoryJobType,
        @JsonProperty("ManagementJobType") @Nullable UUID managementJobType,
        @JsonProperty("DiscoveryJobType") @Nullable UUID discoveryJobType,
        @JsonProperty("EnrollmentJobType") @Nullable UUID enrollmentJobType,
        @JsonProperty("ClientMachineDescription") @Nullable String clientMachineDescription,
        @JsonProperty("StorePathDescription") @Nullable String storePathDescription) {

    @Schema(name = "CertificateStoreTypeSupportedOperations")
    public record Operations(
            @JsonProperty("Add") boolean add,
            @JsonProperty("Create") boolean create,
            @JsonProperty("Discovery") boolean discovery,
            @JsonProperty("Enrollment") boolean enrollment,
            @JsonProperty("Remove") boolean remove) {}

    @Schema(name = "CertificateStoreTypePasswordOptions")
    public record Passwords(
            @JsonProperty("EntrySupported") boolean entrySupported,
            @JsonProperty("StoreRequired") boolean storeRequired,

            @JsonProperty("Style") @Schema(oneOf = {Integer.class, String.class})
            Object style) {}

    /**
     * @param id its place in the type, from 1
     * @param dependsOn as it came
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CertificateStoreTypeProperty")
    public record Property(
            @JsonProperty("Id") int id,
            @JsonProperty("StoreTypeId") int storeTypeId,
            @JsonProperty("Name") String name,
            @JsonProperty("DisplayName") @Nullable String displayName,

            @JsonProperty("Type") @Schema(oneOf = {Integer.class, String.class})
            Object type,

            @JsonProperty("DependsOn") @Schema(implementation = String.class) @Nullable
            JsonNode dependsOn,

            @JsonProperty("DefaultValue") @Nullable String defaultValue,
            @JsonProperty("Required") boolean required,
            @JsonProperty("ValidationOptions") Validation validationOptions,
            @JsonProperty("Description") @Nullable String description,
            @JsonProperty("IsPAMEligible") @Nullable Boolean pamEligible) {}

    /** @param onCreation 1 where a store must be given a value */
    @Schema(name = "CertificateStoreTypePropertyValidation")
    public record Validation(@JsonProperty("OnCreation") int onCreation) {}

    /** @param id its place in the type, from 1 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CertificateStoreTypeEntryParameter")
    public record EntryParameter(
            @JsonProperty("Id") int id,
            @JsonProperty("StoreTypeId") int storeTypeId,
            @JsonProperty("Name") String name,
            @JsonProperty("DisplayName") @Nullable String displayName,

            @JsonProperty("Type") @Schema(oneOf = {Integer.class, String.class})
            Object type,

            @JsonProperty("RequiredWhen") @Schema(oneOf = {Integer.class, StoreTypeEntryParameter.RequiredWhen.class})
            Object requiredWhen,

            @JsonProperty("DependsOn") @Nullable String dependsOn,
            @JsonProperty("DefaultValue") @Nullable String defaultValue,
            @JsonProperty("Options") @Nullable String options,
            @JsonProperty("Description") @Nullable String description) {}

    static CertificateStoreTypeResponse of(StoreType type, EnumForm form) {
        StoreTypeDefinition definition = type.definition();
        StoreTypeDefinition.SupportedOperations operations = definition.supportedOperations();
        StoreTypeDefinition.PasswordOptions passwords = definition.passwordOptions();
        return new CertificateStoreTypeResponse(
                type.name(),
                type.shortName(),
                type.capability(),
                type.id(),
                definition.importType(),
                definition.localStore(),
                new Operations(
                        operations.add(),
                        operations.create(),
                        operations.discovery(),
                        operations.enrollment(),
                        operations.remove()),
                properties(type, form),
                entryParameters(type, form),
                new Passwords(
                        passwords.entrySupported(),
                        passwords.storeRequired(),
                        TypeWord.PASSWORD_STYLE.written(passwords.style(), form)),
                definition.storePathType(),
                definition.storePathValue(),
                TypeWord.NEED.written(definition.privateKeyAllowed(), form),
                definition.certificateFormat(),
                definition.jobProperties(),
                definition.serverRequired(),
                definition.powerShell(),
                definition.blueprintAllowed(),
                TypeWord.NEED.written(definition.customAliasAllowed(), form),
                definition.serverRegistration(),
                definition.inventoryEndpoint(),
                type.inventoryJobType(),
                operations.management() ? type.managementJobType() : null,
                operations.discovery() ? type.discoveryJobType() : null,
                operations.enrollment() ? type.reenrollmentJobType() : null,
                definition.clientMachineDescription(),
                definition.storePathDescription());
    }

    private static List<Property> properties(StoreType type, EnumForm form) {
        List<Property> properties = new ArrayList<>();
        for (StoreTypeProperty property : type.definition().properties()) {
            JsonNode defaultValue = property.defaultValue();
            JsonNode dependsOn = property.dependsOn();
            properties.add(new Property(
                    properties.size() + 1,
                    type.id(),
                    property.name(),
                    property.displayName(),
                    TypeWord.VALUE.written(property.type(), form),
                    dependsOn == null || dependsOn.isNull() ? null : dependsOn,
                    defaultValue == null || defaultValue.isNull() ? null : defaultValue.asText(),
                    property.required(),
                    new Validation(property.required() ? 1 : 0),
                    property.description(),
                    property.pamEligible()));
        }
        return properties;
    }

    private static List<EntryParameter> entryParameters(StoreType type, EnumForm form) {
        List<EntryParameter> parameters = new ArrayList<>();
        for (StoreTypeEntryParameter parameter : type.definition().entryParameters()) {
            parameters.add(new EntryParameter(
                    parameters.size() + 1,
                    type.id(),
                    parameter.name(),
                    parameter.displayName(),
                    TypeWord.VALUE.written(parameter.type(), form),
                    form == EnumForm.NUMBER ? (Object) parameter.requiredWhen().number() : parameter.requiredWhen(),
                    parameter.dependsOn(),
                    parameter.defaultValue(),
                    parameter.options(),
                    parameter.description()));
        }
        return parameters;
    }
}
