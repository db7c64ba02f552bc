package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Replaces what holds for all templates. Safe for many threads. */
@Singleton
public class UpdateTemplateSettings {
    private final Database database;
    private final TemplateRepository templates;
    private final AuditLog audit;

    UpdateTemplateSettings(Database database, TemplateRepository templates, AuditLog audit) {
        this.database = database;
        this.templates = templates;
        this.audit = audit;
    }

    TemplateSettings run(Caller caller, TemplateSettings wanted) {
        caller.require(CERTIFICATE_TEMPLATES_MODIFY);
        database.runInTransaction(tx -> {
            TemplateSettings before = templates.lockSettings(tx);
            templates.updateSettings(tx, wanted);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.TEMPLATE,
                            AuditOperation.UPDATED,
                            caller.name(),
                            "Settings of all templates",
                            "0",
                            new AuditMessage().before("Settings", before).after("Settings", wanted)));
        });
        return wanted;
    }
}
