package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for all templates, and for enrolment without one, where a template does not say otherwise.
 *
 * @param policy nothing in it is null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplateSettings(
        @JsonProperty("Regexes") List<TemplateRegex> regexes,
        @JsonProperty("Defaults") List<TemplateDefault> defaults,
        @JsonProperty("Policy") TemplatePolicy policy) {
    public TemplateSettings {
        regexes = List.copyOf(regexes);
        defaults = List.copyOf(defaults);
    }

    /** The policy of a template. */
    public TemplatePolicy.Effective policyOf(TemplateDefinition template) {
        return template.policy().over(policy);
    }

    /** The expressions of a template, and those of all for the parts that it says nothing about. */
    public List<TemplateRegex> regexesOf(TemplateDefinition template) {
        List<TemplateRegex> all = new ArrayList<>(template.regexes());
        regexes.stream()
                .filter(general -> template.regexes().stream()
                        .noneMatch(own -> own.subjectPart().equalsIgnoreCase(general.subjectPart())))
                .forEach(all::add);
        return all;
    }

    /** So too the defaults. */
    public List<TemplateDefault> defaultsOf(TemplateDefinition template) {
        List<TemplateDefault> all = new ArrayList<>(template.defaults());
        defaults.stream()
                .filter(general -> template.defaults().stream()
                        .noneMatch(own -> own.subjectPart().equalsIgnoreCase(general.subjectPart())))
                .forEach(all::add);
        return all;
    }
}
