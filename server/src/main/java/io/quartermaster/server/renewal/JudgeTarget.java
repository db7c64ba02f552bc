package io.quartermaster.server.renewal;

import io.quartermaster.server.job.JobResult;
import io.quartermaster.server.renewal.RenewalTarget.State;
import io.quartermaster.server.renewal.TargetFacts.Facts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says how far the deployment to one entry is, from what is known of it. Touches nothing. */
final class JudgeTarget {
    private static final int REASON_LENGTH_MAX = 1_000;

    private final RetryPolicy policy;

    JudgeTarget(RetryPolicy policy) {
        this.policy = policy;
    }

    /** Whether the job is over and its orchestrator has not said that it failed. */
    static boolean isSaid(Facts facts) {
        Integer result = facts.result();
        return !facts.onSchedule() && result != null && result != JobResult.FAILURE.number();
    }

    /** @param old the certificate that is to be replaced */
    RenewalTarget judge(RenewalTarget target, Facts facts, int old, Instant now) {
        Integer shown = facts.newCertificate();
        if (shown != null) {
            return target.showing(shown);
        }
        if (!facts.hasStore()) {
            return with(target, State.GONE, "The certificate store is gone, or no orchestrator works on it any more.");
        }
        return target.state() == State.WAITING ? waiting(target, facts, old) : deploying(target, facts, now);
    }

    private static RenewalTarget waiting(RenewalTarget target, Facts facts, int old) {
        Integer holds = facts.holds();
        if (holds != null && holds != old) {
            return with(target, State.GONE, "Another certificate has been put in its place meanwhile.");
        }
        // After a job of ours the entry may be missing because that job went wrong.
        return holds == null && target.jobId() == null ? with(target, State.GONE, "The entry is gone.") : target;
    }

    private RenewalTarget deploying(RenewalTarget target, Facts facts, Instant now) {
        if (facts.onSchedule()) {
            return with(target, State.DEPLOYING, "Job " + target.jobId() + " waits for its orchestrator, or runs.");
        }
        Integer result = facts.result();
        Instant ended = facts.ended();
        if (result == null || ended == null) {
            return failed(target, "Job " + target.jobId() + " was taken off the schedule.", now);
        }
        if (result == JobResult.FAILURE.number()) {
            return failed(target, "Job " + target.jobId() + " failed: " + facts.message(), now);
        }
        Instant inventoriedAt = facts.inventoriedAt();
        if (inventoriedAt != null && inventoriedAt.isAfter(ended)) {
            return failed(
                    target,
                    "The orchestrator did not say that job " + target.jobId()
                            + " failed, and the inventory that followed does not show the new certificate.",
                    now);
        }
        return with(
                target,
                State.DEPLOYING,
                facts.isHeld()
                        ? "The job is over. The inventory of the store is held until somebody decides about it."
                        : "The job is over. The inventory of the store that follows is waited for.");
    }

    RenewalTarget failed(RenewalTarget target, String reason, Instant now) {
        int failures = target.failures() + 1;
        return target.with(
                policy.isOver(failures) ? State.FAILED : State.WAITING,
                cut(reason),
                failures,
                policy.next(failures, now));
    }

    private static RenewalTarget with(RenewalTarget target, State state, @Nullable String reason) {
        return target.with(state, reason, target.failures(), target.nextTry());
    }

    static String cut(String reason) {
        return reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX) + "…";
    }
}
