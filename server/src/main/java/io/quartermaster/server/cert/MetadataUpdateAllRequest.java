package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.IdList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Metadata for many certificates, named by ids or by a query. */
@Schema(requiredProperties = "Metadata")
public record MetadataUpdateAllRequest(
        @JsonProperty("Query") @Nullable String query,
        @JsonProperty("CertificateIds") @Nullable List<@Nullable Integer> certificateIds,
        @JsonProperty("Metadata") @Nullable List<@Nullable Single> metadata) {

    /** @param overwriteExisting whether a value that is there gives way; unless sent it stays */
    @Schema(name = "MetadataUpdateAllField")
    public record Single(
            @JsonProperty("MetadataName") @Nullable String metadataName,
            @JsonProperty("Value") @Nullable String value,
            @JsonProperty("OverwriteExisting") @Nullable Boolean overwriteExisting) {}

    /** @throws CommandException SELECTION, MALFORMED */
    CertificateSelection toSelection() {
        boolean byIds = certificateIds != null && !certificateIds.isEmpty();
        boolean byQuery = query != null && !query.isBlank();
        if (byIds == byQuery) {
            throw new CommandException(
                    ErrorKind.SELECTION,
                    "Send either CertificateIds or Query; this request has " + (byIds ? "both." : "neither."));
        }
        return byIds
                ? new CertificateSelection.ByIds(IdList.read(
                        "CertificateIds", certificateIds, "certificate", CertificateSelection.CERTIFICATES_MAX))
                : CertificateSelection.byQuery("Query", query);
    }

    /** @throws CommandException MALFORMED */
    Map<String, @Nullable String> toReplacing() {
        return values(true);
    }

    /** @throws CommandException MALFORMED */
    Map<String, @Nullable String> toFilling() {
        return values(false);
    }

    private Map<String, @Nullable String> values(boolean overwriting) {
        if (metadata == null || metadata.isEmpty()) {
            throw CertificateText.malformed("Metadata must be a list with at least one entry.");
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < metadata.size(); i++) {
            Single single = metadata.get(i);
            if (single == null || single.metadataName() == null) {
                throw CertificateText.malformed("Metadata[" + i + "] has no MetadataName.");
            }
            if (overwriting == Boolean.TRUE.equals(single.overwriteExisting())) {
                values.put(single.metadataName(), single.value());
            }
        }
        return values;
    }
}
