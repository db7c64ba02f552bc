package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a certificate lies. */
@Schema(name = "CertificateLocations")
public record CertificateLocationsResponse(
        @JsonProperty("Details") List<Group> details) {
    /** The places of one store type. */
    @Schema(name = "CertificateLocationsGroup")
    public record Group(
            @JsonProperty("StoreType") String storeType,
            @JsonProperty("StoreTypeId") int storeTypeId,
            @JsonProperty("StoreCount") long storeCount,
            @JsonProperty("Locations") List<Place> locations) {}

    /** Members that are always null are of places found by scans, which this server does not make. */
    @Schema(name = "CertificateLocationsPlace")
    public record Place(
            @JsonProperty("StoreType") String storeType,
            @JsonProperty("CertificateId") int certificateId,
            @JsonProperty("StoreId") UUID storeId,
            @JsonProperty("StoreTypeId") int storeTypeId,
            @JsonProperty("ClientMachine") String clientMachine,
            @JsonProperty("StorePath") String storePath,
            @JsonProperty("AgentPool") @Nullable String agentPool,
            @JsonProperty("Alias") String alias,
            @JsonProperty("IPAddress") @Nullable String ipAddress,
            @JsonProperty("Port") @Nullable Integer port,
            @JsonProperty("NetworkName") @Nullable String networkName) {}

    static CertificateLocationsResponse of(List<LocateCertificate.Group> groups) {
        return new CertificateLocationsResponse(groups.stream()
                .map(group -> new Group(
                        group.count().storeType(),
                        group.count().storeTypeId(),
                        group.count().stores(),
                        group.locations().stream()
                                .map(CertificateLocationsResponse::place)
                                .toList()))
                .toList());
    }

    private static Place place(CertificateLocation location) {
        return new Place(
                location.storeType(),
                location.certificateId(),
                location.storeId(),
                location.storeTypeId(),
                location.clientMachine(),
                location.storePath(),
                null,
                location.alias(),
                null,
                null,
                null);
    }
}
