package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A field as clients send it: the type as number or name, the default as text, number or boolean. */
@Schema(requiredProperties = {"Name", "Type"})
public record CustomJobTypeFieldRequest(
        @Nullable String name,

        @Schema(
                type = SchemaType.INTEGER,
                format = "int32",
                description = "1 String, 2 Int, 3 DateTime, 4 Bool, 5 Secret; the name is read too")
        @Nullable
        String type,

        @Schema(description = "Must be a value of the type. A secret has none.") @Nullable
        String defaultValue,

        @Schema(description = "false unless given") @Nullable
        Boolean required) {

    /**
     * @param path where in the request it stands, for messages
     * @throws CommandException MALFORMED, JOB_FIELD
     */
    CustomJobTypeField toField(String path) {
        if (name == null) {
            throw new CommandException(MALFORMED, path + ".Name is required.");
        }
        if (type == null) {
            throw new CommandException(
                    MALFORMED, path + ".Type is required; it may be " + FieldValueType.choices() + ".");
        }
        FieldValueType valueType = FieldValueType.written(type)
                .orElseThrow(() -> new CommandException(
                        MALFORMED, path + ".Type must be one of " + FieldValueType.choices() + "."));
        return new CustomJobTypeField(name, valueType, defaultValue, Boolean.TRUE.equals(required));
    }
}
