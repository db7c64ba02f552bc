package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Limits how many jobs run at once; what runs beyond the limit goes on. In the place of a cap on the same. */
@Singleton
public class SetCap {
    private final Database database;
    private final CapRepository caps;
    private final AgentRepository agents;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public SetCap(
            Database database,
            CapRepository caps,
            AgentRepository agents,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.caps = caps;
        this.agents = agents;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; UNKNOWN_ID for an agent or store type that does not exist */
    public Cap run(Caller caller, CapSubject subject, int max) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (subject instanceof CapSubject.OneAgent(UUID agentId)
                    && agents.lock(tx, List.of(agentId)).isEmpty()) {
                throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no orchestrator " + agentId + ".");
            }
            UUID id = caps.put(tx, new Cap(ids.next(), subject, max, 0, caller.name(), now), storeTypeId(tx, subject));
            Cap cap = caps.lock(tx, id).orElseThrow();
            audit.append(tx, entry(AuditOperation.UPDATED, caller, cap));
            return cap;
        });
    }

    private Optional<Integer> storeTypeId(Handle tx, CapSubject subject) {
        if (!(subject instanceof CapSubject.OfStoreType(String shortName))) {
            return Optional.empty();
        }
        Optional<Integer> found = caps.storeTypeId(tx, shortName);
        if (found.isEmpty()) {
            throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no certificate store type '" + shortName + "'.");
        }
        return found;
    }

    static AuditEntry entry(AuditOperation operation, Caller caller, Cap cap) {
        AuditMessage message = operation == AuditOperation.DELETED
                ? new AuditMessage().before("Max", cap.max())
                : new AuditMessage().after("Max", cap.max());
        return AuditEntry.done(
                AuditCategory.JOB_CONTROL,
                operation,
                caller.name(),
                "Cap on jobs that run " + cap.subject().words(),
                cap.id().toString(),
                message);
    }
}
