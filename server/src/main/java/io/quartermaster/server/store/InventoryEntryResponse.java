package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One entry of a store's inventory in answers.
 *
 * @param name the alias
 * @param certificates the entry's own first, then its chain
 * @param certStoreInventoryItemId also in each certificate: clients look in either place
 * @param parameters those of the entry, and whether it has a private key
 */
@Schema(name = "CertificateStoreInventory")
public record InventoryEntryResponse(
        @JsonProperty("Name") String name,
        @JsonProperty("Certificates") List<InventoryCertificate> certificates,
        @JsonProperty("CertStoreInventoryItemId") int certStoreInventoryItemId,
        @JsonProperty("Parameters") Map<String, Object> parameters,
        @JsonProperty("CertStoreId") UUID certStoreId) {
    private static final String PRIVATE_KEY_ENTRY = "PrivateKeyEntry";

    /** Unknown: whether a certificate is revoked is known to its authority, and this server is connected to none. */
    private static final int STATE_UNKNOWN = 0;

    /**
     * A certificate of an entry.
     *
     * @param certState 0 unknown
     * @param metadata what people noted about it; this server keeps none
     */
    @Schema(name = "CertificateStoreInventoryCertificate")
    public record InventoryCertificate(
            @JsonProperty("Id") int id,
            @JsonProperty("IssuedDN") String issuedDn,
            @JsonProperty("SerialNumber") String serialNumber,
            @JsonProperty("NotBefore") Instant notBefore,
            @JsonProperty("NotAfter") Instant notAfter,
            @JsonProperty("SigningAlgorithm") String signingAlgorithm,
            @JsonProperty("IssuerDN") String issuerDn,
            @JsonProperty("Thumbprint") String thumbprint,
            @JsonProperty("CertStoreInventoryItemId") int certStoreInventoryItemId,
            @JsonProperty("CertState") int certState,
            @JsonProperty("Metadata") Map<String, Object> metadata) {}

    static InventoryEntryResponse of(InventoryEntry entry, UUID storeId) {
        Map<String, Object> parameters = new LinkedHashMap<>(entry.parameters());
        parameters.put(PRIVATE_KEY_ENTRY, entry.privateKey() ? "Yes" : "No");
        return new InventoryEntryResponse(
                entry.alias(),
                entry.certificates().stream()
                        .map(certificate -> new InventoryCertificate(
                                certificate.id(),
                                certificate.issuedDn(),
                                certificate.serialNumber(),
                                certificate.notBefore(),
                                certificate.notAfter(),
                                certificate.signingAlgorithm(),
                                certificate.issuerDn(),
                                certificate.thumbprint(),
                                entry.id(),
                                STATE_UNKNOWN,
                                Map.of()))
                        .toList(),
                entry.id(),
                parameters,
                storeId);
    }
}
