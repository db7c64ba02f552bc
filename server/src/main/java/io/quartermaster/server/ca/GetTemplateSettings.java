package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Reads what holds for all templates. Safe for many threads. */
@Singleton
public class GetTemplateSettings {
    private final Database database;
    private final TemplateRepository templates;

    GetTemplateSettings(Database database, TemplateRepository templates) {
        this.database = database;
        this.templates = templates;
    }

    TemplateSettings run(Caller caller) {
        caller.require(CERTIFICATE_TEMPLATES_READ);
        return database.read(templates::settings);
    }
}
