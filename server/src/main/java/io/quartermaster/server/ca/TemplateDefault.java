package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a part of the subject is where the request says nothing. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplateDefault(
        @JsonProperty("SubjectPart") String subjectPart,
        @JsonProperty("Value") String value) {
    /** Characters of a value, at most. */
    static final int LENGTH_MAX = 500;
}
