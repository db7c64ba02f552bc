package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed in a store. The members from {@code createIfMissing} on are ours; the C agent ignores them.
 *
 * @param operationType one of {@link ManagementOperation}
 * @param clientMachine the store's machine, as the server knows it
 * @param storePath where the store is on that machine
 * @param storePassword empty for a store without one
 * @param storeType the store type's number
 * @param category the same once more
 * @param alias of the entry; empty when the agent is to choose one. For removal from a PEM store its thumbprint, in any
 *     case
 * @param privateKeyEntry whether {@code entryContents} holds the private key
 * @param entryPassword of the entry inside the store; null for none of its own
 * @param thumbprint SHA-1 in hex of the certificate to be added or removed; null when the server does not know it
 * @param entryContents base64 on one line: the DER of the certificate, or with its key a PKCS#12 file that also has the
 *     chain; null unless something is added
 * @param pfxPassword of that PKCS#12 file, a new one for each attempt; null without a key
 * @param overwrite whether an entry with the same alias may be replaced
 * @param properties of the store: the text of a JSON object whose values are texts, secrets among them
 * @param createIfMissing whether an addition makes a store that is not there. Null from servers that do not have it: false
 * @param jobFields entry parameters by name; null is none
 * @param chain of the certificate to be added: base64 DER each, the certificate itself first, then its issuers as far
 *     as they are known; null is none. In {@code entryContents}, too, when it holds the key
 */
@WireRecord
public record ManagementJobDetails(
        @JsonProperty("OperationType") int operationType,
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("StorePath") @Nullable String storePath,
        @JsonProperty("StorePassword") @Nullable SecretText storePassword,
        @JsonProperty("StoreType") int storeType,
        @JsonProperty("Category") int category,
        @JsonProperty("Alias") @Nullable String alias,
        @JsonProperty("PrivateKeyEntry") boolean privateKeyEntry,
        @JsonProperty("EntryPassword") @Nullable SecretText entryPassword,
        @JsonProperty("Thumbprint") @Nullable String thumbprint,
        @JsonProperty("EntryContents") @Nullable SecretText entryContents,
        @JsonProperty("PfxPassword") @Nullable SecretText pfxPassword,
        @JsonProperty("Overwrite") boolean overwrite,
        @JsonProperty("Properties") @Nullable SecretText properties,
        @JsonProperty("CreateIfMissing") @Nullable Boolean createIfMissing,
        @JsonProperty("JobFields") @Nullable Map<String, String> jobFields,
        @JsonProperty("Chain") @Nullable List<String> chain) {
    /** For logs: where and what, without contents, parameters and secrets. */
    @Override
    public String toString() {
        return "ManagementJobDetails[operationType=" + operationType + ", storePath=" + storePath + ", alias=" + alias
                + ", thumbprint=" + thumbprint + "]";
    }
}
