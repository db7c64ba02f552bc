package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a template says otherwise about a field of metadata, in requests and answers. */
@Schema(name = "TemplateMetadataField")
public record TemplateMetadataFieldWire(
        @Nullable Integer id,
        @Nullable String defaultValue,
        @Nullable Integer metadataId,
        @Nullable String validation,
        @Nullable Integer enrollment,
        @Nullable String message) {
    private static final int ENROLLMENT_MAX = 2;

    static TemplateMetadataFieldWire of(TemplateMetadataField field) {
        return new TemplateMetadataFieldWire(
                field.id(),
                field.defaultValue(),
                field.metadataId(),
                field.validation(),
                field.enrollment(),
                field.message());
    }

    /**
     * Each field once; ids are given anew. Whether there are such fields is not looked at.
     *
     * @throws CommandException MALFORMED, naming the position
     */
    static List<TemplateMetadataField> read(List<TemplateMetadataFieldWire> sent) {
        Set<Integer> fields = new HashSet<>();
        return TemplateLists.read("MetadataFields", sent, (place, each) -> {
            if (each.metadataId == null || !fields.add(each.metadataId)) {
                throw malformed(place + ".MetadataId must be the id of a metadata field, each at most once.");
            }
            int enrollment = each.enrollment == null ? 0 : each.enrollment;
            if (enrollment < 0 || enrollment > ENROLLMENT_MAX) {
                throw malformed(place + ".Enrollment must be 0 (optional), 1 (required) or 2 (hidden), not "
                        + enrollment + ".");
            }
            return new TemplateMetadataField(
                    fields.size(),
                    TemplateLists.text(place + ".DefaultValue", each.defaultValue),
                    each.metadataId,
                    each.validation == null ? null : TemplateLists.regex(place + ".Validation", each.validation),
                    enrollment,
                    TemplateLists.text(place + ".Message", each.message));
        });
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
