package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Something that requests may say besides; kept with the enrolment.
 *
 * @param options what it may be; empty unless {@code dataType} is {@link #MULTIPLE_CHOICE}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplateEnrollmentField(
        @JsonProperty("Id") int id,
        @JsonProperty("Name") String name,
        @JsonProperty("Options") List<String> options,
        @JsonProperty("DataType") int dataType) {
    static final int TEXT = 1;
    static final int MULTIPLE_CHOICE = 2;

    public TemplateEnrollmentField {
        options = List.copyOf(options);
    }

    /** Whether it can have that value. */
    public boolean allows(String value) {
        return dataType != MULTIPLE_CHOICE || options.contains(value);
    }
}
