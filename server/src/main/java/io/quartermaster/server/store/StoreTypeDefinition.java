package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store type is like, as it is kept in the database and, with its ids added, answered by the API.
 *
 * @param localStore the store lies on the agent's own machine
 * @param properties what a store of the type can have beside its place and password; never null
 * @param entryParameters what an entry of such a store can have; never null
 * @param storePathType {@link #PATH_FIXED}, {@link #PATH_MULTIPLE_CHOICE}; anything else, or null, leaves the path free
 * @param storePathValue the fixed path, or the choices as the text of a JSON array; null or empty leaves the path free
 * @param certificateFormat in which a certificate is handed to the agent: 0 PFX, 1 PEM
 * @param serverRequired every store also has {@code ServerUsername}, {@code ServerPassword} and {@code ServerUseSsl}
 * @param serverRegistration an internal number; null unless a server is required
 * @param clientMachineDescription what {@code ClientMachine} of a store of the type is, for people; null for none
 * @param storePathDescription the same of its path
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreTypeDefinition(
        @JsonProperty("ImportType") int importType,
        @JsonProperty("LocalStore") boolean localStore,
        @JsonProperty("SupportedOperations") SupportedOperations supportedOperations,
        @JsonProperty("Properties") List<StoreTypeProperty> properties,
        @JsonProperty("EntryParameters") List<StoreTypeEntryParameter> entryParameters,
        @JsonProperty("PasswordOptions") PasswordOptions passwordOptions,
        @JsonProperty("StorePathType") @Nullable String storePathType,
        @JsonProperty("StorePathValue") @Nullable String storePathValue,
        @JsonProperty("PrivateKeyAllowed") Need privateKeyAllowed,
        @JsonProperty("CertificateFormat") int certificateFormat,
        @JsonProperty("JobProperties") List<String> jobProperties,
        @JsonProperty("ServerRequired") boolean serverRequired,
        @JsonProperty("PowerShell") boolean powerShell,
        @JsonProperty("BlueprintAllowed") boolean blueprintAllowed,
        @JsonProperty("CustomAliasAllowed") Need customAliasAllowed,
        @JsonProperty("ServerRegistration") @Nullable Integer serverRegistration,
        @JsonProperty("InventoryEndpoint") String inventoryEndpoint,
        @JsonProperty("ClientMachineDescription") @Nullable String clientMachineDescription,
        @JsonProperty("StorePathDescription") @Nullable String storePathDescription) {
    public static final String PATH_FIXED = "Fixed";
    public static final String PATH_MULTIPLE_CHOICE = "MultipleChoice";
    public static final String PATH_FREE = "Freeform";

    /** Where agents send what they found in a store, whatever its type. */
    public static final String INVENTORY_ENDPOINT = "/AnyInventory/Update";

    /** What can be asked of the server for stores of the type, beside inventories. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SupportedOperations(
            @JsonProperty("Add") boolean add,
            @JsonProperty("Create") boolean create,
            @JsonProperty("Discovery") boolean discovery,
            @JsonProperty("Enrollment") boolean enrollment,
            @JsonProperty("Remove") boolean remove) {
        /** Whether the type has management jobs. */
        boolean management() {
            return add || create || remove;
        }
    }

    /**
     * Which passwords there are.
     *
     * @param entrySupported an entry can have its own
     * @param storeRequired a store must be given one, or be said to have none
     * @param style {@code Default} or {@code Custom}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PasswordOptions(
            @JsonProperty("EntrySupported") boolean entrySupported,
            @JsonProperty("StoreRequired") boolean storeRequired,
            @JsonProperty("Style") String style) {}

    public StoreTypeDefinition {
        properties = List.copyOf(properties);
        entryParameters = List.copyOf(entryParameters);
        jobProperties = List.copyOf(jobProperties);
    }
}
