package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every request for a certificate may say.
 *
 * @param authority null: the one for requests that name none
 * @param template by its name; null for none
 * @param templateId where newer clients send the id of an enrolment pattern; counts without a name
 * @param alternatives as sent; may be empty
 * @param fields additional fields of the template, as sent; those without a value are left out
 * @param metadata of the certificate, by the names of the fields, as sent; an empty text for one without a value
 */
record SentTerms(
        @Nullable String authority,
        @Nullable String template,
        @Nullable Integer templateId,
        List<AlternativeName> alternatives,
        Map<String, String> fields,
        Map<String, String> metadata) {}
