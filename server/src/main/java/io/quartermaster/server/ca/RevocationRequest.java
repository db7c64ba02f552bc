package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.IdList;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which certificates are to be revoked, and why. */
@Schema(requiredProperties = "CertificateIds")
public record RevocationRequest(
        @JsonProperty("CertificateIds") @Schema(description = "At most 1,000") @Nullable
        List<@Nullable Integer> certificateIds,

        @JsonProperty("Reason")
        @Schema(
                description =
                        "As RFC 5280 numbers them: 0 unspecified (the default), 1 key compromise, 2 CA compromise, 3"
                                + " affiliation changed, 4 superseded, 5 cessation of operation, 6 hold; -1 or 8 ends a hold; 999 is as"
                                + " good as 0")
        @Nullable
        Integer reason,

        @JsonProperty("Comment") @Nullable String comment,

        @JsonProperty("EffectiveDate") @Schema(description = "Now unless given") @Nullable
        Instant effectiveDate,

        @JsonProperty("CollectionId") @Nullable Integer collectionId) {
    static final int COMMENT_LENGTH_MAX = 2_000;

    private static final int END_OF_HOLD = -1;
    private static final int UNKNOWN = 999;

    /** @throws CommandException MALFORMED */
    RevokeCertificates.Wanted toWanted(Instant now) {
        if (comment != null && comment.length() > COMMENT_LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Comment may have at most " + COMMENT_LENGTH_MAX + " characters; this one has " + comment.length()
                            + ".");
        }
        return new RevokeCertificates.Wanted(
                IdList.read("CertificateIds", certificateIds, "certificate", RevokeCertificates.CERTIFICATES_MAX),
                number(),
                effectiveDate == null ? now : effectiveDate,
                comment == null ? "" : comment);
    }

    private int number() {
        if (reason == null || reason == UNKNOWN) {
            return 0;
        }
        return reason == END_OF_HOLD ? RevokeCertificates.REMOVE_FROM_CRL : reason;
    }
}
