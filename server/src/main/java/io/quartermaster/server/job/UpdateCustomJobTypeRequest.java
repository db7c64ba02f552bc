package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Everything about a custom job type: fields that are left out are removed from it. */
@Schema(requiredProperties = {"Id", "JobTypeName"})
public record UpdateCustomJobTypeRequest(
        @Nullable UUID id,

        @Schema(description = "1 to 100 of A-Z, a-z, 0-9, dot, underscore and dash") @Nullable
        String jobTypeName,

        @Nullable String description,

        @Schema(description = "At most 100") @Nullable List<@Nullable CustomJobTypeFieldRequest> jobTypeFields) {

    /** @throws CommandException MALFORMED, JOB_FIELD, NAME_IN_USE */
    CustomJobType toJobType() {
        if (id == null) {
            throw new CommandException(MALFORMED, "Id is required.");
        }
        return new CustomJobType(
                id, new CreateCustomJobTypeRequest(jobTypeName, description, jobTypeFields).toDefinition());
    }
}
