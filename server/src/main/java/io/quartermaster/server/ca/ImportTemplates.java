package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the templates of a tenant. The only one is this server's own, and its templates are here already: so whoever
 * names it is told that all is done, as clients expect, and whoever names another one that there is none.
 */
@Singleton
public class ImportTemplates {
    private final Database database;
    private final AuditLog audit;

    ImportTemplates(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** @throws CommandException MALFORMED for another tenant */
    void run(Caller caller, @Nullable String tenant) {
        caller.require(CERTIFICATE_TEMPLATES_MODIFY);
        if (tenant == null || !tenant.strip().equalsIgnoreCase(TemplateRepository.CONFIGURATION_TENANT)) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "ConfigurationTenant must be '" + TemplateRepository.CONFIGURATION_TENANT
                            + "': there is no other that has templates.");
        }
        database.runInTransaction(tx -> audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.TEMPLATE,
                        AuditOperation.COMPLETED,
                        caller.name(),
                        "Import of templates",
                        TemplateRepository.CONFIGURATION_TENANT,
                        new AuditMessage().after("New", 0))));
    }
}
