package io.quartermaster.server.ca;

import java.util.Arrays;
import java.util.Optional;

/** The parts of a name that templates have rules and defaults for. */
public enum TemplateSubjectPart {
    CN("Common Name", true),
    O("Organization", true),
    OU("Organization Unit", true),
    L("City/Locality", true),
    ST("State/Province", true),
    C("Country/Region", true),
    E("Email", true),
    DNS("DNS Name", false),
    IP4("IPv4 Address", false),
    IP6("IPv6 Address", false),
    MAIL("Email Address", false),
    URI("Uniform Resource Identifier", false);

    private final String title;
    private final boolean ofSubject;

    TemplateSubjectPart(String title, boolean ofSubject) {
        this.title = title;
        this.ofSubject = ofSubject;
    }

    public String title() {
        return title;
    }

    /** Whether it stands in the subject, and not among the alternative names. */
    public boolean isOfSubject() {
        return ofSubject;
    }

    /** By its short name, in any case. */
    public static Optional<TemplateSubjectPart> read(String text) {
        return Arrays.stream(values())
                .filter(part -> part.name().equalsIgnoreCase(text.strip()))
                .findFirst();
    }
}
