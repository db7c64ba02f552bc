package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Has a store made on its machine, at once, that was defined with {@code CreateIfMissing}. Permission was checked. Works in
 * the caller's transaction. Safe for many threads.
 */
@Singleton
class ScheduleCreation {
    private final JobSchedule jobs;
    private final AuditLog audit;
    private final Ids ids;

    ScheduleCreation(JobSchedule jobs, AuditLog audit, Ids ids) {
        this.jobs = jobs;
        this.audit = audit;
        this.ids = ids;
    }

    /** A store that is not to be made, that nobody can make, or whose type cannot be made, is passed over. */
    void run(Handle tx, Caller caller, CertificateStore store, Instant now) {
        if (!store.createIfMissing() || store.agentId() == null || store.type().managementJobType() == null) {
            return;
        }
        NewJob job = ScheduleManagement.job(
                ids.next(), store, new Schedule.Immediate(), NewJob.PRIORITY_ADD, ManagementFields.create(ids));
        jobs.add(tx, caller.name(), List.of(job), now);
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.ORCHESTRATOR_JOB,
                        AuditOperation.SCHEDULED,
                        caller.name(),
                        ManagementFields.Operation.CREATE.title() + " on " + store.displayName(),
                        job.jobId().toString(),
                        new AuditMessage().after("StoreId", store.id())));
    }
}
