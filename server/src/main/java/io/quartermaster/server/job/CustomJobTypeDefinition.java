package io.quartermaster.server.job;

import static java.util.stream.Collectors.joining;

import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says about a custom job type; everything but its id. An agent is capable of such jobs when it
 * names the capability {@code Custom.<name>} or {@code <name>}.
 *
 * @param description null for none
 * @param fields in the order in which they are shown
 */
public record CustomJobTypeDefinition(String name, @Nullable String description, List<CustomJobTypeField> fields) {
    public static final int NAME_LENGTH_MAX = 100;
    public static final int DESCRIPTION_LENGTH_MAX = 2_000;
    public static final int FIELDS_MAX = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + NAME_LENGTH_MAX + "}");

    /** {@code LOGS} is how the capability to fetch logs is shown; the others are kinds of jobs that people search for. */
    private static final List<String> NAMES_TAKEN = Stream.concat(
                    Arrays.stream(JobKind.values()).map(JobKind::genericName), Stream.of("LOGS"))
            .toList();

    /** A type with such a name could pass for a capability that an agent has for something else. */
    private static final List<String> BEGINNINGS_TAKEN =
            List.of(Capabilities.CUSTOM_PREFIX, Capabilities.CERTIFICATE_STORES_PREFIX);

    /**
     * @throws CommandException MALFORMED for a name, description or number of fields out of the limits, NAME_IN_USE for
     *     the name of something built in and for two fields of the same name
     */
    public CustomJobTypeDefinition {
        fields = List.copyOf(fields);
        checkName(name);
        if (description != null
                && (description.length() > DESCRIPTION_LENGTH_MAX || !StorableText.isStorable(description))) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Description must have at most " + DESCRIPTION_LENGTH_MAX + " characters, and no NUL.");
        }
        if (fields.size() > FIELDS_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "A job type has at most " + FIELDS_MAX + " fields; this request has " + fields.size() + ".");
        }
        Set<String> folded = new HashSet<>();
        for (CustomJobTypeField field : fields) {
            if (!folded.add(field.foldedName())) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        "Two fields have the name '" + field.name()
                                + "'; upper and lower case do not distinguish names.");
            }
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "JobTypeName must be 1 to " + NAME_LENGTH_MAX
                            + " of the characters A-Z, a-z, 0-9, dot, underscore and dash, without spaces.");
        }
        boolean taken = NAMES_TAKEN.stream().anyMatch(name::equalsIgnoreCase)
                || BEGINNINGS_TAKEN.stream()
                        .anyMatch(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length()));
        if (taken) {
            throw new CommandException(
                    ErrorKind.NAME_IN_USE,
                    "JobTypeName '" + name + "' belongs to something built in. Taken are "
                            + String.join(", ", NAMES_TAKEN) + ", and all that begins with '"
                            + String.join("' or '", BEGINNINGS_TAKEN) + "'.");
        }
    }

    /** For the audit: {@code ServiceName String required, WaitSeconds Int}. */
    String fieldsInWords() {
        return fields.stream()
                .map(field -> field.name() + " " + field.type().title() + (field.required() ? " required" : "")
                        + (field.defaultValue() == null ? "" : " default " + field.defaultValue()))
                .collect(joining(", "));
    }
}
