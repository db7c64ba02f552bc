package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.SubjectNames;
import io.quartermaster.server.ca.TemplateEnrollmentField;
import io.quartermaster.server.ca.TemplatePolicy;
import io.quartermaster.server.ca.TemplateRegex;
import io.quartermaster.server.ca.TemplateSubjectPart;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds what is asked for against the terms, one rule after the other. Touches nothing. */
final class JudgeEnrollment {
    private static final Pattern HOST_NAME = Pattern.compile(
            "(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");

    /** Values of additional fields: characters, at most. */
    private static final int FIELD_LENGTH_MAX = 1_000;

    private JudgeEnrollment() {}

    /**
     * Gives the names that are to be certified.
     *
     * @param alternatives those that are to be certified, wherever they were said
     * @throws CommandException MALFORMED, with the rule that stands against it
     */
    static SubjectNames names(Terms terms, SubjectText subject, List<AlternativeName> alternatives) {
        TemplatePolicy.Effective policy = terms.policy();
        List<AlternativeName> names = new ArrayList<>(alternatives);
        if (policy.rfcEnforcement()) {
            addCommonName(terms, subject, names);
        }
        if (!policy.allowWildcards()) {
            refuseWildcards(terms, subject, names);
        }
        for (TemplateRegex regex : terms.regexes()) {
            refuseUnfit(terms, regex, subject, names);
        }
        return new SubjectNames(subject.toString(), names);
    }

    /** Nobody looks at the common name of a server any more. */
    private static void addCommonName(Terms terms, SubjectText subject, List<AlternativeName> names) {
        String commonName = subject.commonName().orElse("");
        boolean isThere = names.stream()
                .anyMatch(name -> name.value().equalsIgnoreCase(commonName) && name.kind() != AlternativeName.Kind.URI);
        if (isThere) {
            return;
        }
        if (HOST_NAME.matcher(commonName).matches()) {
            names.addFirst(new AlternativeName(AlternativeName.Kind.DNS, commonName));
        } else if (names.isEmpty()) {
            throw malformed(
                    terms.title() + " asks for a DNS name (RFCEnforcement): SANs has none, and the common name is '"
                            + commonName + "'.");
        }
    }

    private static void refuseWildcards(Terms terms, SubjectText subject, List<AlternativeName> names) {
        List<String> all = new ArrayList<>(subject.values(TemplateSubjectPart.CN));
        names.forEach(name -> all.add(name.value()));
        all.stream().filter(name -> name.contains("*")).findFirst().ifPresent(name -> {
            throw malformed(terms.title() + " certifies no wildcards (AllowWildcards); '" + name + "' is one.");
        });
    }

    private static void refuseUnfit(
            Terms terms, TemplateRegex regex, SubjectText subject, List<AlternativeName> names) {
        TemplateSubjectPart part = TemplateSubjectPart.read(regex.subjectPart()).orElseThrow();
        List<String> values = part.isOfSubject() ? subject.values(part) : alternatives(part, names);
        // A part that is missing has to fit too: so an expression can ask for it.
        List<String> judged = values.isEmpty() && part.isOfSubject() ? List.of("") : values;
        judged.stream().filter(value -> !regex.matches(value)).findFirst().ifPresent(value -> {
            String own = regex.error() == null ? "" : regex.error().strip();
            throw malformed(
                    own.isEmpty()
                            ? terms.title() + " asks for another " + part.title() + " (" + part.name() + ") than '"
                                    + value + "': it must fit " + regex.regex() + " ."
                            : own);
        });
    }

    private static List<String> alternatives(TemplateSubjectPart part, List<AlternativeName> names) {
        return names.stream()
                .filter(name -> switch (part) {
                    case DNS -> name.kind() == AlternativeName.Kind.DNS;
                    case IP4 ->
                        name.kind() == AlternativeName.Kind.IP && !name.value().contains(":");
                    case IP6 ->
                        name.kind() == AlternativeName.Kind.IP && name.value().contains(":");
                    case MAIL -> name.kind() == AlternativeName.Kind.EMAIL;
                    case URI -> name.kind() == AlternativeName.Kind.URI;
                    case CN, O, OU, L, ST, C, E -> false;
                })
                .map(AlternativeName::value)
                .toList();
    }

    /** @throws CommandException MALFORMED for a key that the terms do not allow */
    static void key(Terms terms, KeySpec key) {
        if (!terms.policy().keyInfo().allows(key)) {
            throw malformed(terms.title() + " does not certify " + key.title() + " keys; it certifies "
                    + terms.policy().keyInfo().usual().stream()
                            .map(KeySpec::title)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    /**
     * The values of additional fields, under the names that the template has for them.
     *
     * @throws CommandException MALFORMED for a field that the template does not have, or cannot have this value
     */
    static Map<String, String> fields(Terms terms, Map<String, String> sent) {
        Map<String, String> values = new LinkedHashMap<>();
        sent.forEach((name, value) -> {
            if (!value.isEmpty()) {
                TemplateEnrollmentField field = field(terms, name);
                if (value.length() > FIELD_LENGTH_MAX || !field.allows(value)) {
                    throw malformed("AdditionalEnrollmentFields." + field.name() + " must "
                            + (field.options().isEmpty()
                                    ? "have at most " + FIELD_LENGTH_MAX + " characters."
                                    : "be one of " + String.join(", ", field.options()) + "."));
                }
                values.put(field.name(), value);
            }
        });
        return values;
    }

    private static TemplateEnrollmentField field(Terms terms, String name) {
        List<TemplateEnrollmentField> known = terms.template() == null
                ? List.of()
                : terms.template().definition().enrollmentFields();
        return known.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> malformed(
                        "AdditionalEnrollmentFields: " + terms.title() + " has no field '" + shortened(name) + "'."));
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
