package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.renewal.RenewalTarget.State;
import io.quartermaster.server.renewal.TargetFacts.Facts;
import io.quartermaster.server.setting.RenewalSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Brings the new certificate to where the old one lay, and looks whether it is there: what inventories of the stores show
 * counts, not what orchestrators say. Safe for many threads.
 */
@Singleton
class DeployRenewal {
    /** How often is looked, at first and for those that wait for long. */
    static final Duration LOOK_FIRST = Duration.ofSeconds(10);

    static final Duration LOOK_LAST = Duration.ofMinutes(15);

    /** Of the time that it has waited, the share after which is looked again. */
    private static final int LOOK_SHARE = 20;

    private final Database database;
    private final RenewalRepository renewals;
    private final TargetFacts targetFacts;
    private final OrderRenewalJob orderJob;
    private final ProbeEndpoint probeEndpoint;
    private final EndRenewal endRenewal;
    private final RetryPolicy policy;
    private final JudgeTarget judge;
    private final InstantSource clock;

    DeployRenewal(
            Database database,
            RenewalRepository renewals,
            TargetFacts targetFacts,
            OrderRenewalJob orderJob,
            ProbeEndpoint probeEndpoint,
            EndRenewal endRenewal,
            RenewalSettings settings,
            InstantSource clock) {
        this.database = database;
        this.renewals = renewals;
        this.targetFacts = targetFacts;
        this.orderJob = orderJob;
        this.probeEndpoint = probeEndpoint;
        this.endRenewal = endRenewal;
        this.policy = new RetryPolicy(settings.retriesMax());
        this.judge = new JudgeTarget(policy);
        this.clock = clock;
    }

    /** One step: looks at all entries, orders the jobs that are to be ordered now, and looks at the endpoints at the end. */
    void run(Renewal renewal, UUID lease) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<RenewalTarget> targets = look(renewal, lease, now);
        targets.stream()
                .filter(target ->
                        target.state() == State.WAITING && !target.nextTry().isAfter(now))
                .forEach(target -> order(renewal, lease, target, now));
        if (targets.stream().noneMatch(RenewalTarget::isOpen)
                && targets.stream().noneMatch(target -> target.state() == State.FAILED)) {
            probe(renewal, lease, now);
        }
        database.runInTransaction(tx -> {
            if (renewals.isHeld(tx, renewal.id(), lease)) {
                conclude(tx, renewal, now);
            }
        });
    }

    private List<RenewalTarget> look(Renewal renewal, UUID lease, Instant now) {
        return database.inTransaction(tx -> {
            if (!renewals.isHeld(tx, renewal.id(), lease)) {
                return List.of();
            }
            Map<Integer, Facts> facts = targetFacts.of(tx, renewal);
            List<RenewalTarget> seen = new ArrayList<>();
            for (RenewalTarget before : renewals.targets(tx, renewal.id())) {
                RenewalTarget after = before.isOpen()
                        ? judge.judge(
                                before,
                                Objects.requireNonNull(facts.get(before.position())),
                                renewal.certificateId(),
                                now)
                        : before;
                if (!after.equals(before)) {
                    renewals.change(tx, renewal.id(), after);
                    noteChange(tx, renewal, before, after, now);
                }
                seen.add(after);
            }
            return seen;
        });
    }

    private void noteChange(Handle tx, Renewal renewal, RenewalTarget before, RenewalTarget after, Instant now) {
        if (after.state() == before.state() && after.failures() == before.failures()) {
            return;
        }
        String event = switch (after.state()) {
            case DONE -> "VERIFIED";
            case GONE -> "GONE";
            case FAILED, WAITING -> "DEPLOYMENT_FAILED";
            case DEPLOYING -> "DEPLOYING";
        };
        String detail = place(after)
                + (after.state() == State.DONE
                        ? ": the inventory shows certificate " + after.certificateId() + "."
                        : ": " + after.reason());
        renewals.note(tx, renewal.id(), event, AuditEntry.TIMER_SERVICE, detail, now);
    }

    /** Each job in a transaction of its own: that one store cannot be changed keeps no other from it. */
    private void order(Renewal renewal, UUID lease, RenewalTarget target, Instant now) {
        try {
            database.runInTransaction(tx -> {
                if (renewals.isHeld(tx, renewal.id(), lease)) {
                    UUID jobId = orderJob.run(tx, renewal, target);
                    renewals.change(tx, renewal.id(), target.withJob(jobId));
                    renewals.note(
                            tx,
                            renewal.id(),
                            "DEPLOYING",
                            AuditEntry.TIMER_SERVICE,
                            place(target) + ": job " + jobId + " was ordered.",
                            now);
                }
            });
        } catch (CommandException e) {
            database.runInTransaction(tx -> {
                if (renewals.isHeld(tx, renewal.id(), lease)) {
                    RenewalTarget failed = judge.failed(target, e.getMessage(), now);
                    renewals.change(tx, renewal.id(), failed);
                    noteChange(tx, renewal, target, failed, now);
                }
            });
        }
    }

    private void probe(Renewal renewal, UUID lease, Instant now) {
        List<RenewalEndpoint> open = database.read(tx -> renewals.endpoints(tx, renewal.id())).stream()
                .filter(endpoint -> !endpoint.served())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        var digests = database.read(tx -> targetFacts.digests(tx, renewal.id())).values();
        for (RenewalEndpoint endpoint : open) {
            Optional<String> otherwise = probeEndpoint.run(Endpoint.parse(endpoint.endpoint()), digests);
            database.runInTransaction(tx -> {
                if (renewals.isHeld(tx, renewal.id(), lease)) {
                    renewals.probed(tx, renewal.id(), endpoint.position(), otherwise.orElse(null), now);
                }
            });
        }
    }

    private void conclude(Handle tx, Renewal renewal, Instant now) {
        List<RenewalTarget> targets = renewals.targets(tx, renewal.id());
        List<RenewalTarget> open =
                targets.stream().filter(RenewalTarget::isOpen).toList();
        if (!open.isEmpty()) {
            Map<Integer, Facts> facts = targetFacts.of(tx, renewal);
            boolean allSaid = open.stream()
                    .allMatch(target -> target.state() == State.DEPLOYING
                            && JudgeTarget.isSaid(Objects.requireNonNull(facts.get(target.position()))));
            renewals.move(
                    tx,
                    renewal.id(),
                    allSaid ? RenewalState.VERIFYING : RenewalState.DEPLOYING,
                    shown(targets) + firstReason(open),
                    0,
                    nextLook(renewal, open, now),
                    now);
            return;
        }
        List<RenewalTarget> failed = targets.stream()
                .filter(target -> target.state() == State.FAILED)
                .toList();
        if (!failed.isEmpty()) {
            endRenewal.failed(tx, renewal, shown(targets) + firstReason(failed), now);
        } else if (targets.stream().noneMatch(target -> target.state() == State.DONE)) {
            endRenewal.done(tx, renewal, "It lies nowhere any more, so nothing was replaced.", now);
        } else {
            concludeEndpoints(tx, renewal, targets, now);
        }
    }

    private void concludeEndpoints(Handle tx, Renewal renewal, List<RenewalTarget> targets, Instant now) {
        List<RenewalEndpoint> endpoints = renewals.endpoints(tx, renewal.id());
        Optional<RenewalEndpoint> other =
                endpoints.stream().filter(endpoint -> !endpoint.served()).findFirst();
        if (other.isEmpty()) {
            endRenewal.done(
                    tx, renewal, shown(targets) + (endpoints.isEmpty() ? "" : "Every endpoint serves it."), now);
            return;
        }
        String reason =
                shown(targets) + other.get().endpoint() + ": " + other.get().reason();
        int failures = renewal.failures() + 1;
        if (policy.isOver(failures)) {
            endRenewal.failed(tx, renewal, reason, now);
        } else {
            renewals.move(tx, renewal.id(), RenewalState.VERIFYING, reason, failures, policy.next(failures, now), now);
        }
    }

    private static Instant nextLook(Renewal renewal, List<RenewalTarget> open, Instant now) {
        Duration share = Duration.between(renewal.begunAt(), now).dividedBy(LOOK_SHARE);
        Duration wait =
                share.compareTo(LOOK_FIRST) < 0 ? LOOK_FIRST : share.compareTo(LOOK_LAST) > 0 ? LOOK_LAST : share;
        Instant look = now.plus(wait);
        return open.stream()
                .map(target -> target.state() == State.WAITING ? target.nextTry() : look)
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo)
                .orElse(look);
    }

    /** How much of it is true by now. */
    private static String shown(List<RenewalTarget> targets) {
        long done =
                targets.stream().filter(target -> target.state() == State.DONE).count();
        long gone =
                targets.stream().filter(target -> target.state() == State.GONE).count();
        String left = gone == 0 ? "" : " (" + gone + " of those that were are gone or have another one)";
        long all = targets.size() - gone;
        return done + " of " + EndRenewal.count((int) all) + (all == 1 ? " has" : " have") + " the new certificate"
                + left + ". ";
    }

    private static String firstReason(List<RenewalTarget> targets) {
        return targets.stream()
                .filter(target -> target.reason() != null)
                .findFirst()
                .map(target -> place(target) + ": " + target.reason())
                .orElse("");
    }

    private static String place(RenewalTarget target) {
        return target.clientMachine() + " - " + target.storePath() + ", \"" + target.alias() + "\"";
    }
}
