package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR_GENERATION;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** Tells which rules are in force for enrolment by a template. Safe for many threads. */
@Singleton
public class GetEnrollmentSettings {
    private final Database database;
    private final TemplateRepository templates;

    GetEnrollmentSettings(Database database, TemplateRepository templates) {
        this.database = database;
        this.templates = templates;
    }

    /**
     * Any right to enroll is enough.
     *
     * @throws CommandException NOT_FOUND
     */
    Terms run(Caller caller, int templateId) {
        boolean mayEnroll = Stream.of(
                        CERTIFICATES_ENROLLMENT_CSR,
                        CERTIFICATES_ENROLLMENT_PFX,
                        CERTIFICATES_ENROLLMENT_CSR_GENERATION)
                .anyMatch(caller::holds);
        if (!mayEnroll) {
            caller.require(CERTIFICATES_ENROLLMENT);
        }
        return database.read(tx -> new Terms(
                templates
                        .find(tx, templateId)
                        .orElseThrow(() ->
                                new CommandException(ErrorKind.NOT_FOUND, "There is no template " + templateId + ".")),
                templates.settings(tx)));
    }
}
