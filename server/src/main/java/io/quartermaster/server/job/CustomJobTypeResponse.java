package io.quartermaster.server.job;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A custom job type in answers. */
public record CustomJobTypeResponse(
        UUID id, String jobTypeName, @Nullable String description, List<FieldResponse> jobTypeFields) {

    /** @param type 1 String, 2 Int, 3 DateTime, 4 Bool, 5 Secret */
    @Schema(name = "CustomJobTypeFieldResponse")
    public record FieldResponse(
            String name, int type, @Nullable String defaultValue, boolean required) {}

    static CustomJobTypeResponse of(CustomJobType type) {
        return new CustomJobTypeResponse(
                type.id(),
                type.name(),
                type.description(),
                type.fields().stream()
                        .map(field -> new FieldResponse(
                                field.name(), field.type().number(), field.defaultValue(), field.required()))
                        .toList());
    }
}
