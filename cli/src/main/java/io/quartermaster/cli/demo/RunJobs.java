package io.quartermaster.cli.demo;

import io.quartermaster.cli.api.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The main job: a thousand jobs scheduled, many taken back, and a proof that exactly the others ran. */
final class RunJobs {
    private final Household household;
    private final Waiting waiting;
    private final InstantSource clock;
    private final Narration narration;

    RunJobs(Household household, Waiting waiting, InstantSource clock, Narration narration) {
        this.household = household;
        this.waiting = waiting;
        this.clock = clock;
        this.narration = narration;
    }

    /** @param file what the jobs look at; the agent may read it */
    ProveWhatRan.Proof run(ApiClient api, ApproveAgent.Agent agent, Path file) throws InterruptedException {
        CustomJobs jobs = new CustomJobs(api);
        int registrationsBefore = agent.record().registrations();
        ScheduleJobs.Jobs scheduled = new ScheduleJobs(clock, narration).run(jobs, agent.id(), file);
        List<TakenBack> takenBack = new TakeBackJobs(household, waiting, clock, narration).run(jobs, scheduled, agent);
        awaitTheRest(jobs, agent);

        List<HistoryRow> history = jobs.history();
        AgentRecord record = agent.record();
        ProveWhatRan.Proof proof = ProveWhatRan.judge(scheduled.all(), takenBack, history, record);
        int polled = record.registrations() - registrationsBefore;
        if (polled < 2) {
            throw new DemoFailure("The agent did not ask for its jobs anew while they changed.");
        }
        narration.proved("the agent ran " + proof.ran() + " jobs, each once; its log and the job history name the same"
                + " attempts, and none of a job that was taken back");
        narration.proved(proof.told() + (proof.told() == 1 ? " job" : " jobs")
                + " that it already held and asked for: answered JobCancelled, not begun");
        narration.proved("it polled throughout: " + polled + " new sessions, up to " + record.jobsListed()
                + " jobs listed in one");
        checkData(jobs, history.getFirst(), file);
        return proof;
    }

    /** Until nothing is on the schedule or in process, and the agent has written down the end of every attempt. */
    private void awaitTheRest(CustomJobs jobs, ApproveAgent.Agent agent) throws InterruptedException {
        Instant begun = clock.instant();
        int seen = -1;
        while (true) {
            int before = seen;
            Integer now = waiting.until("a job to end", Limits.STANDSTILL, () -> {
                household.requireAlive();
                int ended = jobs.ended();
                int written = agent.record().ended().size();
                narration.progress(ended + " jobs have run, " + jobs.scheduled() + " wait");
                return ended + written == before ? Optional.empty() : Optional.of(ended + written);
            });
            if (jobs.scheduled() == 0 && now == 2 * jobs.attempts()) {
                narration.did("The agent worked off the rest in "
                        + Duration.between(begun, clock.instant()).toSeconds() + " s.");
                return;
            }
            seen = now;
        }
    }

    private void checkData(CustomJobs jobs, HistoryRow row, Path file) {
        String expected = sha256(file);
        if (!jobs.data(row).contains(expected)) {
            throw new DemoFailure("What attempt " + row.id() + " brought back lacks the SHA-256 of " + file + ".");
        }
        narration.proved("GET /OrchestratorJobs/JobStatus/Data has the right SHA-256 of " + file.getFileName());
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new DemoFailure("The file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
