package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new custom job type. */
@Schema(requiredProperties = {"JobTypeName"})
public record CreateCustomJobTypeRequest(
        @Schema(description = "1 to 100 of A-Z, a-z, 0-9, dot, underscore and dash") @Nullable
        String jobTypeName,

        @Nullable String description,

        @Schema(description = "At most 100") @Nullable List<@Nullable CustomJobTypeFieldRequest> jobTypeFields) {

    /** @throws CommandException MALFORMED, JOB_FIELD, NAME_IN_USE */
    CustomJobTypeDefinition toDefinition() {
        if (jobTypeName == null) {
            throw new CommandException(MALFORMED, "JobTypeName is required.");
        }
        return new CustomJobTypeDefinition(jobTypeName, description, fields());
    }

    private List<CustomJobTypeField> fields() {
        List<CustomJobTypeField> fields = new ArrayList<>();
        if (jobTypeFields != null) {
            for (CustomJobTypeFieldRequest field : jobTypeFields) {
                String path = "JobTypeFields[" + fields.size() + "]";
                if (field == null) {
                    throw new CommandException(MALFORMED, path + " must be an object, not null.");
                }
                fields.add(field.toField(path));
            }
        }
        return fields;
    }
}
