package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateSettings;
import io.quartermaster.server.cert.MetadataField;
import java.util.List;

/**
 * What a caller can enroll by.
 *
 * @param templates those that are for the caller and for this kind of enrolment
 * @param authorities that issue, by the names that requests have for them
 * @param metadata every field, as templates refer to them by id
 */
record EnrollmentContext(
        List<Template> templates, TemplateSettings settings, List<String> authorities, List<MetadataField> metadata) {}
