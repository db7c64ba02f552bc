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
import java.util.function.UnaryOperator;

/** Changes a template. Certificates that were issued by it stay as they are. Safe for many threads. */
@Singleton
public class UpdateTemplate {
    private final Database database;
    private final TemplateRepository templates;
    private final AuditLog audit;

    UpdateTemplate(Database database, TemplateRepository templates, AuditLog audit) {
        this.database = database;
        this.templates = templates;
        this.audit = audit;
    }

    /**
     * @param change from what the template is to what it shall be
     * @throws CommandException UNKNOWN_ID; MALFORMED from the change
     */
    TemplateInForce run(Caller caller, int id, UnaryOperator<TemplateDefinition> change) {
        caller.require(CERTIFICATE_TEMPLATES_MODIFY);
        return database.inTransaction(tx -> {
            Template before = templates
                    .lock(tx, id)
                    .orElseThrow(() -> new CommandException(ErrorKind.UNKNOWN_ID, "There is no template " + id + "."));
            Template after = new Template(id, before.commonName(), change.apply(before.definition()));
            templates.update(tx, after);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.TEMPLATE,
                            AuditOperation.UPDATED,
                            caller.name(),
                            after.commonName(),
                            String.valueOf(id),
                            new AuditMessage()
                                    .before("Template", before.definition())
                                    .after("Template", after.definition())));
            return new TemplateInForce(after, templates.settings(tx));
        });
    }
}
