package io.quartermaster.server.ca;

import java.util.Arrays;
import java.util.List;

/** A part of names that templates can have rules for. */
public record TemplateSubjectPartResponse(String subjectPart, String subjectPartName) {
    static List<TemplateSubjectPartResponse> of(TemplateSubjectPart[] parts) {
        return Arrays.stream(parts)
                .map(part -> new TemplateSubjectPartResponse(part.name(), part.title()))
                .toList();
    }
}
