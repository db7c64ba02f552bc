package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Removes a blueprint. What it gave to agents stays, and so does its name with them. */
@Singleton
public class DeleteBlueprint {
    private final Database database;
    private final BlueprintRepository blueprints;
    private final AuditLog audit;

    public DeleteBlueprint(Database database, BlueprintRepository blueprints, AuditLog audit) {
        this.database = database;
        this.blueprints = blueprints;
        this.audit = audit;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND */
    void run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            Blueprint deleted = blueprints.delete(tx, id).orElseThrow(() -> GetBlueprint.notFound(id));
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.AGENT_BLUEPRINT,
                            AuditOperation.DELETED,
                            caller.name(),
                            deleted.name(),
                            id.toString(),
                            new AuditMessage().before("Name", deleted.name())));
        });
    }
}
