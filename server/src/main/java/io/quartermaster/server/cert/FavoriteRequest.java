package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the portal offers a collection in its navigation. */
@Schema(name = "CertificateCollectionFavoriteRequest", requiredProperties = "ShowInNavigator")
public record FavoriteRequest(
        @JsonProperty("ShowInNavigator") @Nullable Boolean showInNavigator) {
    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    boolean toFavorite() {
        if (showInNavigator == null) {
            throw CertificateText.malformed("ShowInNavigator is required.");
        }
        return showInNavigator;
    }
}
