package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link ConfigureRequest} for a reenrollment: the agent makes a key and sends a certificate request to
 * {@code EnrollEndpoint}. Flat, without a {@code Job}; the first three members as in {@link ConfigureReply}. The members
 * from {@code category} on are ours; the C agent ignores them.
 *
 * @param enrollEndpoint path of the job's Enroll
 * @param entropy base64 bytes to seed the agent's random numbers; null for none
 * @param keySize bits, or those of the curve: 256, 384, 521
 * @param keyType {@code RSA} or {@code ECC}, in any case; never null from a server when the job is to run
 * @param subject of the request, as text: {@code CN=a.example,O=Acme}; a backslash escapes
 * @param storePassword empty for a store without one; it also protects the key in a PEM store
 * @param properties of the store: the text of a JSON object whose values are texts, secrets among them. Has {@code
 *     separatePrivateKey}: the C agent dies without it
 * @param category the store type's number
 * @param sans subject alternative names for the request, by kind ({@code dns}, {@code ip}, {@code email}, {@code uri},
 *     {@code upn}); null is none
 * @param alias of the entry; empty when the agent is to choose one
 * @param overwrite whether an entry with the same alias may be replaced
 * @param jobFields entry parameters by name; null is none
 * @param createIfMissing whether a store that is not there is made. Null is false
 */
@WireRecord
public record ReenrollmentConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled,
        @JsonProperty("EnrollEndpoint") @Nullable String enrollEndpoint,
        @JsonProperty("Entropy") @Nullable String entropy,
        @JsonProperty("KeySize") @Nullable String keySize,
        @JsonProperty("KeyType") @Nullable String keyType,
        @JsonProperty("Subject") @Nullable String subject,
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("StorePath") @Nullable String storePath,
        @JsonProperty("StorePassword") @Nullable SecretText storePassword,
        @JsonProperty("Properties") @Nullable SecretText properties,
        @JsonProperty("Category") int category,
        @JsonProperty("SANs") @Nullable Map<String, List<String>> sans,
        @JsonProperty("Alias") @Nullable String alias,
        @JsonProperty("Overwrite") boolean overwrite,
        @JsonProperty("JobFields") @Nullable Map<String, String> jobFields,
        @JsonProperty("CreateIfMissing") @Nullable Boolean createIfMissing) {
    /** For logs: without the values of parameters. */
    @Override
    public String toString() {
        return "ReenrollmentConfigureReply[result=" + result + ", auditId=" + auditId + ", jobCancelled=" + jobCancelled
                + ", subject=" + subject + ", keyType=" + keyType + ", keySize=" + keySize + ", storePath=" + storePath
                + ", alias=" + alias + "]";
    }
}
