package io.quartermaster.server.job;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many rows fit. */
public record RowCountResponse(
        @Schema(description = "At most Max") long count,

        @Schema(description = "There are more; it was not counted how many")
        boolean capped) {

    static RowCountResponse of(RowCount count) {
        return new RowCountResponse(count.count(), count.capped());
    }
}
