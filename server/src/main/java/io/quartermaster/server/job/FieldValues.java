package io.quartermaster.server.job;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds the values that somebody gives for a job against the fields of its type. */
final class FieldValues {
    /** Faults that one refusal names. */
    static final int FAULTS_NAMED_MAX = 10;

    /** Characters of names and values, times the jobs that get them, in one request. */
    static final long STORED_CHARACTERS_MAX = 100_000_000;

    private FieldValues() {}

    /**
     * The values of a job: those given, and the defaults of fields for which none is. A field without either has no
     * value.
     *
     * @param given by name, in any case
     * @return in the order of the fields
     * @throws CommandException JOB_FIELD naming each field that is unknown, required and missing, or of the wrong type
     */
    static List<FieldValue> resolve(String jobTypeName, List<CustomJobTypeField> fields, Map<String, String> given) {
        List<String> faults = new ArrayList<>();
        Map<String, Given> unread = byFoldedName(given, faults);
        List<FieldValue> values = new ArrayList<>();
        for (CustomJobTypeField field : fields) {
            Given sent = unread.remove(field.foldedName());
            String text = sent != null ? sent.text() : field.defaultValue();
            if (field.required() && (text == null || text.isEmpty())) {
                faults.add("Field '" + field.name() + "' is required.");
            } else if (text != null) {
                field.type()
                        .read(text)
                        .ifPresentOrElse(
                                value -> values.add(FieldValue.of(field, value)),
                                () -> faults.add("Field '" + field.name() + "' must be "
                                        + field.type().expectation() + "."));
            }
        }
        unread.values().stream()
                .limit(FAULTS_NAMED_MAX)
                .forEach(unknown -> faults.add(unknown(jobTypeName, fields, unknown.name())));
        if (!faults.isEmpty()) {
            throw new CommandException(
                    ErrorKind.JOB_FIELD, faults.stream().limit(FAULTS_NAMED_MAX).collect(Collectors.joining(" ")));
        }
        return values;
    }

    /** A value under its name, as it was sent. */
    private record Given(String name, String text) {}

    /**
     * Refuses values that would be stored too often.
     *
     * @throws CommandException JOB_FIELD
     */
    static void requireStorable(List<FieldValue> values, int jobs) {
        long characters = values.stream()
                .mapToLong(value -> value.field().name().length() + (long) value.length())
                .sum();
        if (characters * jobs > STORED_CHARACTERS_MAX) {
            throw new CommandException(
                    ErrorKind.JOB_FIELD,
                    "The fields of this job have " + characters + " characters; for " + jobs + " orchestrators that is "
                            + characters * jobs + ", and one request may have " + STORED_CHARACTERS_MAX
                            + ". Send at most " + STORED_CHARACTERS_MAX / characters + " orchestrators at a time.");
        }
    }

    private static Map<String, Given> byFoldedName(Map<String, String> given, List<String> faults) {
        Map<String, Given> folded = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (folded.put(name.toLowerCase(Locale.ROOT), new Given(name, text)) != null) {
                faults.add("Field '" + shortened(name) + "' is given twice; case does not distinguish names.");
            }
        });
        return folded;
    }

    private static String unknown(String jobTypeName, List<CustomJobTypeField> fields, String name) {
        return jobTypeName + " has no field '" + shortened(name) + "'"
                + (fields.isEmpty()
                        ? "; it has none at all."
                        : "; it has "
                                + fields.stream().map(CustomJobTypeField::name).collect(Collectors.joining(", "))
                                + ".");
    }

    private static String shortened(String name) {
        return name.length() <= CustomJobTypeField.NAME_LENGTH_MAX
                ? name
                : name.substring(0, CustomJobTypeField.NAME_LENGTH_MAX) + "...";
    }
}
