package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Reads one template. Safe for many threads. */
@Singleton
public class GetTemplate {
    private final Database database;
    private final TemplateRepository templates;

    GetTemplate(Database database, TemplateRepository templates) {
        this.database = database;
        this.templates = templates;
    }

    /** @throws CommandException NOT_FOUND */
    TemplateInForce run(Caller caller, int id) {
        caller.require(CERTIFICATE_TEMPLATES_READ);
        return database.read(tx -> new TemplateInForce(
                templates
                        .find(tx, id)
                        .orElseThrow(
                                () -> new CommandException(ErrorKind.NOT_FOUND, "There is no template " + id + ".")),
                templates.settings(tx)));
    }
}
