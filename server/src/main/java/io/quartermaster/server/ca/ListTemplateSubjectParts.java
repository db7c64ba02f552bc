package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_READ;

import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Tells for which parts of names templates can have rules. Safe for many threads. */
@Singleton
public class ListTemplateSubjectParts {
    TemplateSubjectPart[] run(Caller caller) {
        caller.require(CERTIFICATE_TEMPLATES_READ);
        return TemplateSubjectPart.values();
    }
}
