package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A collection in answers. Its query is there under two names: clients read either.
 *
 * @param automated always false: no collection here is made by the server
 * @param duplicationField 0 none, 1 common name, 2 distinguished name, 4 user principal name
 */
@Schema(name = "CertificateCollection")
public record CollectionResponse(
        @JsonProperty("Id") int id,
        @JsonProperty("Name") String name,
        @JsonProperty("Description") String description,
        @JsonProperty("Automated") boolean automated,
        @JsonProperty("Content") String content,
        @JsonProperty("Query") String query,
        @JsonProperty("DuplicationField") int duplicationField,
        @JsonProperty("ShowOnDashboard") boolean showOnDashboard,
        @JsonProperty("Favorite") boolean favorite) {
    static CollectionResponse of(CertificateCollection collection) {
        return new CollectionResponse(
                collection.id(),
                collection.name(),
                collection.description(),
                false,
                collection.query(),
                collection.query(),
                collection.duplicationField().number(),
                collection.showOnDashboard(),
                collection.favorite());
    }

    /** @param hasQueryPermissions whether the reader may see the certificates in it; always true for what is listed */
    @Schema(name = "CertificateCollectionListed")
    public record Listed(
            @JsonProperty("Id") int id,
            @JsonProperty("Name") String name,
            @JsonProperty("Content") String content,
            @JsonProperty("DuplicationField") String duplicationField,
            @JsonProperty("Favorite") boolean favorite,
            @JsonProperty("ShowOnDashboard") boolean showOnDashboard,
            @JsonProperty("HasQueryPermissions") boolean hasQueryPermissions,
            @JsonProperty("Description") String description) {
        static Listed of(CertificateCollection collection) {
            return new Listed(
                    collection.id(),
                    collection.name(),
                    collection.query(),
                    collection.duplicationField().title(),
                    collection.favorite(),
                    collection.showOnDashboard(),
                    true,
                    collection.description());
        }
    }

    @Schema(name = "CertificateCollectionNavItem")
    public record NavItem(
            @JsonProperty("Id") int id,
            @JsonProperty("Name") String name) {
        static NavItem of(CertificateCollection collection) {
            return new NavItem(collection.id(), collection.name());
        }
    }
}
