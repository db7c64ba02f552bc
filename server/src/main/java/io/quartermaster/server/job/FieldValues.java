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
        Map<String, String> unread = byFoldedName(given, faults);
        List<FieldValue> values = new ArrayList<>();
        for (CustomJobTypeField field : fields) {
            String sent = unread.remove(field.foldedName());
            String text = sent != null ? sent : field.defaultValue();
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
        unread.keySet().forEach(name -> faults.add(unknown(jobTypeName, fields, original(given, name))));
        if (!faults.isEmpty()) {
            throw new CommandException(
                    ErrorKind.JOB_FIELD, faults.stream().limit(FAULTS_NAMED_MAX).collect(Collectors.joining(" ")));
        }
        return values;
    }

    private static Map<String, String> byFoldedName(Map<String, String> given, List<String> faults) {
        Map<String, String> folded = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (folded.put(name.toLowerCase(Locale.ROOT), text) != null) {
                faults.add("Field '" + shortened(name) + "' is given twice; case does not distinguish names.");
            }
        });
        return folded;
    }

    private static String original(Map<String, String> given, String folded) {
        return given.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(folded))
                .findFirst()
                .orElse(folded);
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
