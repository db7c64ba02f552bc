package io.quartermaster.benchmarks;

import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.AdvanceRollouts;
import io.quartermaster.server.job.AttemptRepository;
import io.quartermaster.server.job.CompleteJob;
import io.quartermaster.server.job.CompleteJobs;
import io.quartermaster.server.job.ConfigureJob;
import io.quartermaster.server.job.ConfigureJobs;
import io.quartermaster.server.job.CustomJobHandler;
import io.quartermaster.server.job.CustomJobRepository;
import io.quartermaster.server.job.EndAttempts;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.JobDataRepository;
import io.quartermaster.server.job.JobHandlers;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.NextRuns;
import io.quartermaster.server.job.PlainCallRepository;
import io.quartermaster.server.job.StartRepository;
import io.quartermaster.server.job.WaveRepository;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The two commands that an agent calls for one job, as the server wires them. */
final class OurHandout implements Handout {
    private final ConfigureJobs configureJobs;
    private final CompleteJobs completeJobs;

    OurHandout(Database database) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Presence presence = new Presence(database);
        AgentSessions sessions =
                new AgentSessions(AgentSettings.DEFAULT, random, presence, new KnownSessions(presence));
        JobRepository jobs = new JobRepository();
        AttemptRepository attempts = new AttemptRepository();
        StartRepository starts = new StartRepository(AgentSettings.DEFAULT);
        JobHandlers handlers =
                new JobHandlers(List.of(new CustomJobHandler(new CustomJobRepository(), OurCommands.secrets())));
        NextRuns nextRuns = new NextRuns(random);
        AdvanceRollouts advanceRollouts = new AdvanceRollouts(
                database, new WaveRepository(), new HeldJobs(starts, sessions), new AuditLog(database, clock), clock);
        EndAttempts endAttempts =
                new EndAttempts(attempts, jobs, sessions, handlers, JobSettings.DEFAULT, nextRuns, advanceRollouts);
        PlainCallRepository plainCalls = new PlainCallRepository();
        this.configureJobs = new ConfigureJobs(
                database,
                plainCalls,
                attempts,
                starts,
                handlers,
                JobSettings.DEFAULT,
                nextRuns,
                presence,
                new ConfigureJob(
                        database,
                        sessions,
                        jobs,
                        attempts,
                        starts,
                        endAttempts,
                        handlers,
                        JobSettings.DEFAULT,
                        nextRuns,
                        clock),
                clock);
        this.completeJobs = new CompleteJobs(
                database,
                plainCalls,
                endAttempts,
                presence,
                new CompleteJob(database, sessions, jobs, attempts, endAttempts, new JobDataRepository(), clock),
                clock);
    }

    @Override
    public void run(List<Errand> errands) {
        for (Errand errand : errands) {
            if (!(configure(errand) instanceof CustomConfigureReply handedOut)) {
                throw new IllegalStateException("Job " + errand.jobId() + " was not handed out");
            }
            complete(errand, handedOut.auditId());
        }
    }

    /** @return a {@link CustomConfigureReply} when the job was handed out */
    Object configure(Errand errand) {
        return configureJobs.run(new ConfigureJobs.Asked(
                JobKind.CUSTOM,
                BenchServer.AGENT_ACCOUNT,
                new ConfigureRequest(
                        errand.sessionToken().toString(), errand.jobId().toString())));
    }

    /** @param auditId from the answer to {@link #configure} */
    void complete(Errand errand, long auditId) {
        CompleteReply reply = completeJobs.run(new CompleteJobs.Report(
                BenchServer.AGENT_ACCOUNT,
                new CompleteRequest(
                        CompletionStatus.SUCCESS,
                        auditId,
                        errand.jobId().toString(),
                        "",
                        errand.sessionToken().toString(),
                        null)));
        requireTaken(errand, reply);
    }

    static void requireTaken(Errand errand, CompleteReply reply) {
        if (reply.result() == null || reply.result().status() != Result.SUCCESS) {
            throw new IllegalStateException("The end of job " + errand.jobId() + " was not taken: " + reply);
        }
    }
}
