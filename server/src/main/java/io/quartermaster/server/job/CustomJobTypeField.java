package io.quartermaster.server.job;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of a custom job type: what a person who schedules such a job can or must give.
 *
 * @param name may contain spaces and punctuation; compared without regard to case
 * @param defaultValue what a job gets that gives no value, as it was written; null for none. A secret has none, since a
 *     default would be known to everybody who may read job types
 */
public record CustomJobTypeField(
        String name, FieldValueType type, @Nullable String defaultValue, boolean required) {
    public static final int NAME_LENGTH_MAX = 100;

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    /** @throws CommandException MALFORMED for a name that is none, JOB_FIELD for a default that is no value of the type */
    public CustomJobTypeField {
        if (name.isBlank()
                || name.length() > NAME_LENGTH_MAX
                || CONTROL_CHARACTER.matcher(name).find()
                || !StorableText.isStorable(name)) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "The Name of a job type field must be 1 to " + NAME_LENGTH_MAX
                            + " characters, not only spaces, and no control characters.");
        }
        if (defaultValue != null && type == FieldValueType.SECRET) {
            throw new CommandException(
                    ErrorKind.JOB_FIELD,
                    "Field '" + name
                            + "' is a secret and cannot have a default: whoever may see job types would know it.");
        }
        if (defaultValue != null && type.read(defaultValue).isEmpty()) {
            throw new CommandException(
                    ErrorKind.JOB_FIELD, "The default of field '" + name + "' must be " + type.expectation() + ".");
        }
    }

    /** The name as it is compared. */
    String foldedName() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The default in the form in which agents are told it; null for none. */
    @Nullable
    String defaultForAgents() {
        return defaultValue == null ? null : type.read(defaultValue).orElseThrow();
    }
}
