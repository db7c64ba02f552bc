package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.TemplateMetadataField;
import io.quartermaster.server.ca.TemplateRegex;
import io.quartermaster.server.cert.MetadataField;
import io.quartermaster.server.cert.MetadataRepository;
import io.quartermaster.server.cert.NoteMetadata;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of what is enrolled: what the fields say, and what the template says otherwise. Works in the caller's
 * transaction. Safe for many threads.
 */
@Singleton
class EnrollmentMetadata {
    private final MetadataRepository fields;
    private final NoteMetadata noteMetadata;

    EnrollmentMetadata(MetadataRepository fields, NoteMetadata noteMetadata) {
        this.fields = fields;
        this.noteMetadata = noteMetadata;
    }

    /**
     * Before anything is issued.
     *
     * @throws CommandException MALFORMED for a field that is missing, unknown, or cannot have its value
     */
    void judge(Handle tx, Terms terms, Map<String, String> sent) {
        Map<String, String> values = withDefaults(tx, terms, sent);
        noteMetadata.read(tx, nullable(values));
        Map<Integer, TemplateMetadataField> own = own(terms);
        for (MetadataField field : fields.fields(tx)) {
            TemplateMetadataField rule = own.get(field.id());
            String value = values.getOrDefault(folded(field.name()), "");
            int enrollment = rule == null ? field.enrollment() : rule.enrollment();
            if (enrollment == TemplateMetadataField.REQUIRED && value.isBlank()) {
                throw malformed("Metadata." + field.name() + " is required"
                        + (terms.template() == null
                                ? "."
                                : " by " + terms.title().replace("The ", "the ") + "."));
            }
            String validation = rule == null || rule.validation() == null ? "" : rule.validation();
            if (!value.isBlank() && !new TemplateRegex("", validation, null).matches(value)) {
                String message = rule == null || rule.message() == null ? "" : rule.message();
                throw malformed(
                        message.isBlank() ? "Metadata." + field.name() + " must fit " + validation + " ." : message);
            }
        }
    }

    /**
     * Writes what was judged. A certificate that takes the place of another one has its metadata too, as far as nothing else
     * was said.
     *
     * @return all that the certificate has now
     */
    Map<String, String> keep(
            Handle tx, Terms terms, int certificateId, Map<String, String> sent, @Nullable Integer renewedFrom) {
        Map<String, String> values = new HashMap<>();
        if (renewedFrom == null) {
            values.putAll(withDefaults(tx, terms, sent));
        } else {
            fields.values(tx, List.of(renewedFrom))
                    .getOrDefault(renewedFrom, Map.of())
                    .forEach((name, value) -> values.put(folded(name), value));
            sent.forEach((name, value) -> values.put(folded(name), value));
        }
        NoteMetadata.Notes notes = noteMetadata.read(tx, nullable(values));
        if (!notes.isEmpty()) {
            noteMetadata.write(tx, List.of(certificateId), notes);
        }
        return fields.values(tx, List.of(certificateId)).getOrDefault(certificateId, Map.of());
    }

    private Map<String, String> withDefaults(Handle tx, Terms terms, Map<String, String> sent) {
        Map<String, String> values = new HashMap<>();
        sent.forEach((name, value) -> values.put(folded(name), value));
        Map<Integer, TemplateMetadataField> own = own(terms);
        for (MetadataField field : fields.fields(tx)) {
            TemplateMetadataField rule = own.get(field.id());
            if (rule != null
                    && rule.defaultValue() != null
                    && !rule.defaultValue().isBlank()) {
                values.putIfAbsent(folded(field.name()), rule.defaultValue());
            }
        }
        return values;
    }

    private static Map<String, @Nullable String> nullable(Map<String, String> values) {
        Map<String, @Nullable String> same = new HashMap<>();
        for (Map.Entry<String, String> each : values.entrySet()) {
            same.put(each.getKey(), each.getValue());
        }
        return same;
    }

    private static Map<Integer, TemplateMetadataField> own(Terms terms) {
        return terms.template() == null
                ? Map.of()
                : terms.template().definition().metadataFields().stream()
                        .collect(Collectors.toMap(TemplateMetadataField::metadataId, Function.identity()));
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
