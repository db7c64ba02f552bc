package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.cert.MetadataRepository;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Permission;
import jakarta.inject.Singleton;

/** Tells a caller by which templates and authorities they can enroll. Safe for many threads. */
@Singleton
public class GetEnrollmentContext {
    private final Database database;
    private final TemplateRepository templates;
    private final EnrollmentRepository enrollments;
    private final MetadataRepository metadata;

    GetEnrollmentContext(
            Database database,
            TemplateRepository templates,
            EnrollmentRepository enrollments,
            MetadataRepository metadata) {
        this.database = database;
        this.templates = templates;
        this.enrollments = enrollments;
        this.metadata = metadata;
    }

    EnrollmentContext run(Caller caller, EnrollmentKind kind) {
        int type = kind == EnrollmentKind.CSR ? TemplateDefinition.CSR : TemplateDefinition.PFX;
        caller.require(
                kind == EnrollmentKind.CSR
                        ? Permission.CERTIFICATES_ENROLLMENT_CSR
                        : Permission.CERTIFICATES_ENROLLMENT_PFX);
        return database.read(tx -> new EnrollmentContext(
                templates.all(tx).stream()
                        .filter(template -> template.allows(type) && template.isFor(caller))
                        .toList(),
                templates.settings(tx),
                enrollments.authorities(tx),
                metadata.fields(tx)));
    }
}
