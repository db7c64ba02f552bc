package io.quartermaster.server.store;

import io.quartermaster.server.store.StoreTypeDefinition.PasswordOptions;
import io.quartermaster.server.store.StoreTypeDefinition.SupportedOperations;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store type somebody wants to have, read from a request and in itself without fault. What is null was not said: it stays
 * as it is, or of a new type is the usual.
 *
 * @param certificateFormat and the members after it: clients of older versions do not know them
 * @param jobTypes ids that the job types of a new type shall have
 */
record WantedStoreType(
        String name,
        String shortName,
        @Nullable String capability,
        boolean localStore,
        SupportedOperations supportedOperations,
        List<StoreTypeProperty> properties,
        List<StoreTypeEntryParameter> entryParameters,
        PasswordOptions passwordOptions,
        @Nullable String storePathType,
        @Nullable String storePathValue,
        Need privateKeyAllowed,
        List<String> jobProperties,
        boolean serverRequired,
        boolean powerShell,
        boolean blueprintAllowed,
        Need customAliasAllowed,
        @Nullable Integer certificateFormat,
        @Nullable Integer importType,
        @Nullable Integer serverRegistration,
        @Nullable String clientMachineDescription,
        @Nullable String storePathDescription,
        JobTypes jobTypes) {

    /** Null for each that the server shall choose. */
    record JobTypes(
            @Nullable UUID inventory,
            @Nullable UUID management,
            @Nullable UUID discovery,
            @Nullable UUID reenrollment) {}

    /** As a new type says it. */
    StoreTypeDefinition newDefinition() {
        return definition(
                Objects.requireNonNullElse(importType, 0),
                Objects.requireNonNullElse(certificateFormat, 0),
                serverRegistration,
                clientMachineDescription,
                storePathDescription);
    }

    /** As a type says it that is there already. */
    StoreTypeDefinition definitionAfter(StoreTypeDefinition before) {
        return definition(
                importType == null ? before.importType() : importType,
                certificateFormat == null ? before.certificateFormat() : certificateFormat,
                serverRegistration == null ? before.serverRegistration() : serverRegistration,
                clientMachineDescription == null ? before.clientMachineDescription() : clientMachineDescription,
                storePathDescription == null ? before.storePathDescription() : storePathDescription);
    }

    private StoreTypeDefinition definition(
            int importNumber,
            int format,
            @Nullable Integer registration,
            @Nullable String machineText,
            @Nullable String pathText) {
        return new StoreTypeDefinition(
                importNumber,
                localStore,
                supportedOperations,
                properties,
                entryParameters,
                passwordOptions,
                storePathType,
                storePathValue,
                privateKeyAllowed,
                format,
                jobProperties,
                serverRequired,
                powerShell,
                blueprintAllowed,
                customAliasAllowed,
                serverRequired ? registration : null,
                StoreTypeDefinition.INVENTORY_ENDPOINT,
                machineText,
                pathText);
    }
}
