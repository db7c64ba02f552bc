package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.http.OptionalBody;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which held inventory is meant; may be left out. */
@OptionalBody
@Schema(name = "HeldInventoryDecision")
public record SettleHeldInventoryRequest(
        @Schema(
                description =
                        "The attempt whose inventory was looked at: another one that is held by now is left alone")
        @JsonProperty("JobHistoryId")
        @Nullable
        Long historyId) {

    /** @param body null for none */
    static @Nullable Long lookedAt(@Nullable SettleHeldInventoryRequest body) {
        return body == null ? null : body.historyId;
    }
}
