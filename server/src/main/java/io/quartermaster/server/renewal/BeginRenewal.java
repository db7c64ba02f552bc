package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.cert.FindCertificates;
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
import java.util.UUID;

/** Renews one certificate now, in the way that a rule says, whether or not the rule finds it and whatever its time is. */
@Singleton
public class BeginRenewal {
    private final Database database;
    private final RenewalRuleRepository rules;
    private final RenewalRepository renewals;
    private final FindCertificates certificates;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    BeginRenewal(
            Database database,
            RenewalRuleRepository rules,
            RenewalRepository renewals,
            FindCertificates certificates,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.rules = rules;
        this.renewals = renewals;
        this.certificates = certificates;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws CommandException NO_PERMISSION; UNKNOWN_ID for the rule or the certificate; NOT_ELIGIBLE when the certificate was
     *     renewed already, or its renewal has begun
     */
    Renewal run(Caller caller, UUID ruleId, int certificateId) {
        RuleChecks.permit(caller);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            RenewalRule rule = rules.find(tx, ruleId)
                    .orElseThrow(() ->
                            new CommandException(ErrorKind.UNKNOWN_ID, "There is no renewal rule " + ruleId + "."));
            if (certificates.find(tx, certificateId).isEmpty()) {
                throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no certificate " + certificateId + ".");
            }
            List<UUID> begun = renewals.begin(tx, rule, ids.next(1), List.of(certificateId), now);
            if (begun.isEmpty()) {
                throw new CommandException(
                        ErrorKind.NOT_ELIGIBLE,
                        "Certificate " + certificateId
                                + " was renewed, or its renewal has begun: GET /qm/v1/renewals.");
            }
            UUID id = begun.getFirst();
            renewals.note(
                    tx,
                    id,
                    "DUE",
                    caller.name(),
                    "Asked for, by the rule " + rule.wanted().name() + ".",
                    now);
            Renewal renewal = renewals.find(tx, id).orElseThrow(() -> ListRenewals.unknown(id));
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CERTIFICATE,
                            AuditOperation.RENEWED,
                            caller.name(),
                            renewal.subject(),
                            String.valueOf(certificateId),
                            new AuditMessage()
                                    .after("Rule", rule.wanted().name())
                                    .after("Renewal", id)));
            return renewal;
        });
    }
}
