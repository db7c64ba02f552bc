package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An expression for a part of names, in requests and answers. */
@Schema(name = "TemplateRegex")
public record TemplateRegexWire(
        @Nullable Integer templateId,
        @Nullable String subjectPart,
        @Nullable String regex,
        @Nullable String error) {

    static TemplateRegexWire of(TemplateRegex regex, @Nullable Integer templateId) {
        return new TemplateRegexWire(templateId, regex.subjectPart(), regex.regex(), regex.error());
    }

    /**
     * Each part at most once; those without an expression are left out.
     *
     * @throws CommandException MALFORMED, naming the position
     */
    static List<TemplateRegex> read(List<TemplateRegexWire> sent) {
        Set<String> parts = new HashSet<>();
        return TemplateLists.read("TemplateRegexes", sent, (place, each) -> {
                    String part = TemplateLists.subjectPart(place, each.subjectPart, parts);
                    String regex = TemplateLists.regex(place + ".Regex", each.regex == null ? "" : each.regex);
                    return new TemplateRegex(
                            part.toUpperCase(Locale.ROOT), regex, TemplateLists.text(place + ".Error", each.error));
                })
                .stream()
                .filter(regex -> !regex.regex().isEmpty())
                .toList();
    }
}
