package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The default of a part of the subject, in requests and answers. */
@Schema(name = "TemplateDefault")
public record TemplateDefaultWire(
        @Nullable String subjectPart, @Nullable String value) {

    public static TemplateDefaultWire of(TemplateDefault value) {
        return new TemplateDefaultWire(value.subjectPart(), value.value());
    }

    /**
     * Each part at most once; those without a value are left out.
     *
     * @throws CommandException MALFORMED, naming the position
     */
    static List<TemplateDefault> read(List<TemplateDefaultWire> sent) {
        Set<String> parts = new HashSet<>();
        return TemplateLists.read("TemplateDefaults", sent, (place, each) -> {
                    String part = TemplateLists.subjectPart(place, each.subjectPart, parts);
                    if (!TemplateSubjectPart.valueOf(part).isOfSubject() || part.equals("CN")) {
                        throw new CommandException(
                                ErrorKind.MALFORMED,
                                place + ".SubjectPart " + part
                                        + " cannot have a default: it is different in each certificate.");
                    }
                    String value = each.value == null ? "" : each.value.strip();
                    if (value.length() > TemplateDefault.LENGTH_MAX) {
                        throw new CommandException(
                                ErrorKind.MALFORMED,
                                place + ".Value has " + value.length() + " characters; at most "
                                        + TemplateDefault.LENGTH_MAX + " are possible.");
                    }
                    return new TemplateDefault(part, value);
                })
                .stream()
                .filter(each -> !each.value().isEmpty())
                .toList();
    }
}
