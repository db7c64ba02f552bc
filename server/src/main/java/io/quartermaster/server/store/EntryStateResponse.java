package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an entry of a certificate store was at some time, in answers. */
@Schema(name = "InventoryVersionEntry")
public record EntryStateResponse(
        String alias,
        boolean privateKey,

        @Schema(description = "Leaf first") List<NamedCertificate> certificates) {

    /** A certificate in it; of one that is no longer known, only the id it had. */
    @Schema(name = "InventoryVersionCertificate")
    public record NamedCertificate(
            int id,
            @Nullable String thumbprint,
            @JsonProperty("IssuedDN") @Nullable String issuedDn) {}

    static EntryStateResponse of(EntryState entry) {
        return new EntryStateResponse(
                entry.alias(),
                entry.privateKey(),
                entry.certificates().stream()
                        .map(certificate -> new NamedCertificate(
                                certificate.id(), certificate.thumbprint(), certificate.issuedDn()))
                        .toList());
    }
}
