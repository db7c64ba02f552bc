package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.Outage;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.setting.RenewalSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes renewals a step further, each as far as it goes now: finds where the certificate lies, has a new one issued, has it
 * brought to every store, and looks whether it is there.
 *
 * <p>Each step is one transaction that says what comes next, so any server may end between two of them and another one goes
 * on. What takes long, an authority or a handshake, is done between transactions, under a lease; what an authority is asked is
 * written down before it is asked, and looked for before it is asked again. Safe for many threads.
 */
@Singleton
public class RenewCertificates {
    /** Longer than an authority takes. */
    static final Duration LEASE = Duration.ofMinutes(15);

    /** Steps of one run; the next one goes on. */
    private static final int STEPS_MAX = 2_000;

    private static final Logger LOG = Logger.getLogger(RenewCertificates.class);

    private final Database database;
    private final RenewalRepository renewals;
    private final FindDueCertificates findDue;
    private final IssueRenewal issueRenewal;
    private final DeployRenewal deployRenewal;
    private final EndRenewal endRenewal;
    private final RetryPolicy policy;
    private final Ids ids;
    private final InstantSource clock;

    RenewCertificates(
            Database database,
            RenewalRepository renewals,
            FindDueCertificates findDue,
            IssueRenewal issueRenewal,
            DeployRenewal deployRenewal,
            EndRenewal endRenewal,
            RenewalSettings settings,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.renewals = renewals;
        this.findDue = findDue;
        this.issueRenewal = issueRenewal;
        this.deployRenewal = deployRenewal;
        this.endRenewal = endRenewal;
        this.policy = new RetryPolicy(settings.retriesMax());
        this.ids = ids;
        this.clock = clock;
    }

    /** Searches for what is due, and takes all renewals as far as they go now. */
    public void run() {
        findDue.run();
        int steps = 0;
        while (steps < STEPS_MAX && step()) {
            steps++;
        }
    }

    /** @return false when there is nothing to do now */
    boolean step() {
        Instant now = now();
        UUID lease = ids.next();
        Optional<Renewal> claimed = database.inTransaction(tx -> renewals.claim(tx, lease, now, now.plus(LEASE)));
        if (claimed.isEmpty()) {
            return false;
        }
        Renewal renewal = claimed.get();
        try {
            step(renewal, lease);
        } catch (CommandException e) {
            failed(renewal, lease, e.getMessage());
        } catch (RuntimeException e) {
            if (Outage.caused(e)) {
                throw e;
            }
            LOG.errorf(e, "The renewal %s of %s could not go on", renewal.id(), renewal.subject());
            failed(renewal, lease, "The server could not go on; its log says why.");
        }
        database.runInTransaction(tx -> renewals.release(tx, renewal.id(), lease));
        return true;
    }

    private void step(Renewal renewal, UUID lease) {
        switch (renewal.state()) {
            case WAITING -> begin(renewal, lease);
            case ISSUING -> issueRenewal.run(renewal, lease);
            case DEPLOYING, VERIFYING -> deployRenewal.run(renewal, lease);
            case DONE, FAILED -> throw new IllegalStateException("The renewal " + renewal.id() + " is over");
        }
    }

    private void begin(Renewal renewal, UUID lease) {
        Instant now = now();
        database.runInTransaction(tx -> {
            if (!renewals.isHeld(tx, renewal.id(), lease)) {
                return;
            }
            int entries = renewals.addTargets(tx, renewal.id(), renewal.certificateId(), now);
            if (entries == 0) {
                endRenewal.done(tx, renewal, "It lies in no certificate store any more, so nothing was renewed.", now);
                return;
            }
            renewals.note(
                    tx,
                    renewal.id(),
                    "BEGUN",
                    AuditEntry.TIMER_SERVICE,
                    "It lies in " + EndRenewal.count(entries) + ".",
                    now);
            renewals.move(
                    tx,
                    renewal.id(),
                    renewal.way() == RenewalWay.SERVER_KEY ? RenewalState.ISSUING : RenewalState.DEPLOYING,
                    null,
                    0,
                    now,
                    now);
        });
    }

    private void failed(Renewal renewal, UUID lease, String reason) {
        Instant now = now();
        int failures = renewal.failures() + 1;
        String cut = JudgeTarget.cut(reason);
        database.runInTransaction(tx -> {
            if (!renewals.isHeld(tx, renewal.id(), lease)) {
                return;
            }
            if (policy.isOver(failures)) {
                endRenewal.failed(tx, renewal, cut, now);
                return;
            }
            renewals.note(tx, renewal.id(), "STEP_FAILED", AuditEntry.TIMER_SERVICE, cut, now);
            renewals.move(tx, renewal.id(), renewal.state(), cut, failures, policy.next(failures, now), now);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
