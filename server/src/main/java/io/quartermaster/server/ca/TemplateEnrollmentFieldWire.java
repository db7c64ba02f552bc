package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What requests by a template may say besides, in requests and answers. */
@Schema(name = "TemplateEnrollmentField")
public record TemplateEnrollmentFieldWire(
        @Nullable Integer id,
        @Nullable String name,
        @Nullable List<@Nullable String> options,
        @Nullable Integer dataType) {
    private static final int NAME_LENGTH_MAX = 100;

    public static TemplateEnrollmentFieldWire of(TemplateEnrollmentField field) {
        return new TemplateEnrollmentFieldWire(
                field.id(), field.name(), List.copyOf(field.options()), field.dataType());
    }

    /**
     * Names without regard to case, each once; ids are given anew.
     *
     * @throws CommandException MALFORMED, naming the position
     */
    static List<TemplateEnrollmentField> read(List<TemplateEnrollmentFieldWire> sent) {
        Set<String> names = new HashSet<>();
        return TemplateLists.read("EnrollmentFields", sent, (place, each) -> {
            String name = each.name == null ? "" : each.name.strip();
            if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
                throw malformed(place + ".Name must have 1 to " + NAME_LENGTH_MAX + " characters.");
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw malformed(place + ".Name '" + name + "' is there twice; case does not matter.");
            }
            int type = each.dataType == null ? TemplateEnrollmentField.TEXT : each.dataType;
            if (type != TemplateEnrollmentField.TEXT && type != TemplateEnrollmentField.MULTIPLE_CHOICE) {
                throw malformed(place + ".DataType must be 1 (text) or 2 (multiple choice), not " + type + ".");
            }
            List<String> options = TemplateLists.read(
                    place + ".Options",
                    each.options == null ? List.<String>of() : each.options,
                    (at, option) -> String.valueOf(TemplateLists.text(at, option)));
            if (type == TemplateEnrollmentField.MULTIPLE_CHOICE && options.isEmpty()) {
                throw malformed(place + ".Options must not be empty for a multiple choice.");
            }
            return new TemplateEnrollmentField(names.size(), name, options, type);
        });
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
