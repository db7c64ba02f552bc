package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A collection in requests: new, a copy of another, or as it is to be.
 *
 * @param id of the collection that is to be changed; ignored for a new one
 * @param copyFromId of the collection whose query the new one begins with
 */
@Schema(name = "CertificateCollectionRequest", requiredProperties = "Name")
public record CollectionRequest(
        @JsonProperty("Id") @Nullable Integer id,
        @JsonProperty("Name") @Nullable String name,
        @JsonProperty("Description") @Nullable String description,

        @JsonProperty("Query")
        @Schema(description = "In the query language of GET /Certificates; empty for all certificates")
        @Nullable
        String query,

        @JsonProperty("DuplicationField")
        @Schema(
                description =
                        "Of certificates that agree in it only the newest counts: 0 none, 1 common name, 2 distinguished"
                                + " name, 4 user principal name")
        @Nullable
        Integer duplicationField,

        @JsonProperty("ShowOnDashboard") @Nullable Boolean showOnDashboard,
        @JsonProperty("Favorite") @Nullable Boolean favorite,
        @JsonProperty("CopyFromId") @Nullable Integer copyFromId) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    int toId() {
        if (id == null) {
            throw CertificateText.malformed("Id is required.");
        }
        return id;
    }

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    WantedCollection toCollection() {
        return WantedCollection.read(name, description, query, duplicationField, showOnDashboard, favorite, copyFromId);
    }

    /** @throws io.quartermaster.server.error.CommandException MALFORMED, also without the id of the original */
    WantedCollection toCopy() {
        if (copyFromId == null || copyFromId == 0) {
            throw CertificateText.malformed("CopyFromId is required.");
        }
        return toCollection();
    }
}
