package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLevel;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.job.JobEvent;
import io.quartermaster.server.job.JobEventRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Ends renewals, and says so: on the renewal itself, in the audit, to those who listen to the jobs that belonged to it, and, of
 * a failure, in the log. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
class EndRenewal {
    private static final Logger LOG = Logger.getLogger(RenewCertificates.class);

    private final RenewalRepository renewals;
    private final JobEventRepository events;
    private final AuditLog audit;

    EndRenewal(RenewalRepository renewals, JobEventRepository events, AuditLog audit) {
        this.renewals = renewals;
        this.events = events;
        this.audit = audit;
    }

    /** @param words for people: what was done, or that nothing had to be */
    void done(Handle tx, Renewal renewal, String words, Instant now) {
        end(tx, renewal, RenewalState.DONE, words, now);
    }

    void failed(Handle tx, Renewal renewal, String reason, Instant now) {
        end(tx, renewal, RenewalState.FAILED, reason, now);
        // A transaction that is undone and repeated says it once more.
        tx.afterCommit(() -> LOG.warnf(
                "The renewal %s of certificate %d (%s, until %s) has failed: %s",
                renewal.id(), renewal.certificateId(), renewal.subject(), renewal.notAfter(), reason));
    }

    private void end(Handle tx, Renewal renewal, RenewalState state, String words, Instant now) {
        boolean done = state == RenewalState.DONE;
        renewals.move(tx, renewal.id(), state, words, 0, null, now);
        renewals.note(tx, renewal.id(), state.name(), AuditEntry.TIMER_SERVICE, words, now);
        events.noteOfAttempts(
                tx,
                done ? JobEvent.RENEWAL_DONE : JobEvent.RENEWAL_FAILED,
                details(renewals.lastAttempts(tx, renewal.id()), words),
                now,
                AuditEntry.TIMER_SERVICE);
        audit.append(
                tx,
                new AuditEntry(
                        AuditCategory.CERTIFICATE,
                        done ? AuditOperation.RENEWED : AuditOperation.ENCOUNTERED,
                        done ? AuditLevel.INFORMATION : AuditLevel.WARNING,
                        AuditEntry.TIMER_SERVICE,
                        renewal.subject(),
                        String.valueOf(renewal.certificateId()),
                        new AuditMessage()
                                .before("Thumbprint", renewal.thumbprint())
                                .after("Renewal", renewal.id())
                                .after("Rule", renewal.ruleName())
                                .after("State", state.title())
                                .after("Certificates", newCertificates(tx, renewal))
                                .after("Words", words)));
    }

    private String newCertificates(Handle tx, Renewal renewal) {
        List<Integer> shown = renewals.targets(tx, renewal.id()).stream()
                .map(RenewalTarget::certificateId)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        @Nullable Integer issued = renewal.newCertificateId();
        return shown.isEmpty() && issued != null ? List.of(issued).toString() : shown.toString();
    }

    private static Map<Long, String> details(Collection<Long> attempts, String words) {
        Map<Long, String> details = new LinkedHashMap<>();
        attempts.forEach(id -> details.put(id, words));
        return details;
    }

    static String count(int entries) {
        return entries == 1 ? "1 entry" : entries + " entries";
    }
}
