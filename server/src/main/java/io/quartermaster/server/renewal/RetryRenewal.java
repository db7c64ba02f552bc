package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.renewal.RenewalTarget.State;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Lets a renewal that has failed go on where it was, or one that pauses before it tries again. */
@Singleton
public class RetryRenewal {
    private final Database database;
    private final RenewalRepository renewals;
    private final AuditLog audit;
    private final InstantSource clock;

    RetryRenewal(Database database, RenewalRepository renewals, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.renewals = renewals;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for one that is done */
    Renewal run(Caller caller, UUID id) {
        RuleChecks.permit(caller);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Renewal renewal = renewals.lock(tx, id).orElseThrow(() -> ListRenewals.unknown(id));
            if (renewal.state() == RenewalState.DONE) {
                throw new CommandException(
                        ErrorKind.NOT_ELIGIBLE, "The renewal " + id + " is done; nothing is left to try.");
            }
            renewals.targets(tx, id).stream()
                    .filter(target -> target.state() == State.FAILED || target.state() == State.WAITING)
                    .map(target -> target.with(State.WAITING, target.reason(), 0, now))
                    .forEach(target -> renewals.change(tx, id, target));
            RenewalState next = renewal.state() == RenewalState.FAILED
                    ? whereItWas(renewal, !renewals.targets(tx, id).isEmpty())
                    : renewal.state();
            renewals.move(tx, id, next, renewal.reason(), 0, now, now);
            renewals.note(tx, id, "RETRIED", caller.name(), null, now);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CERTIFICATE,
                            AuditOperation.RESTARTED,
                            caller.name(),
                            renewal.subject(),
                            String.valueOf(renewal.certificateId()),
                            new AuditMessage()
                                    .before("State", renewal.state().title())
                                    .after("State", next.title())
                                    .after("Renewal", id)));
            return renewals.find(tx, id).orElseThrow(() -> ListRenewals.unknown(id));
        });
    }

    private static RenewalState whereItWas(Renewal renewal, boolean hasTargets) {
        if (!hasTargets) {
            return RenewalState.WAITING;
        }
        return renewal.way() == RenewalWay.SERVER_KEY && renewal.newCertificateId() == null
                ? RenewalState.ISSUING
                : RenewalState.DEPLOYING;
    }
}
