package io.quartermaster.server.control;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;
import java.util.UUID;

/** How a change of a rollout by a person stands in the audit log. */
final class RolloutAudit {
    private RolloutAudit() {}

    static AuditEntry changed(Caller caller, UUID id, String state) {
        return AuditEntry.done(
                AuditCategory.JOB_CONTROL,
                AuditOperation.UPDATED,
                caller.name(),
                "Rollout",
                id.toString(),
                new AuditMessage().after("State", state));
    }
}
