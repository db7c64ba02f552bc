package io.quartermaster.benchmarks;

import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.CustomJobHandler;
import io.quartermaster.server.job.CustomJobRepository;
import io.quartermaster.server.job.CustomJobSchedule;
import io.quartermaster.server.job.CustomJobTypeRepository;
import io.quartermaster.server.job.FetchLogsHandler;
import io.quartermaster.server.job.JobEventRepository;
import io.quartermaster.server.job.JobHandlers;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobOperations;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.ScheduleCustomJobs;
import io.quartermaster.server.job.StartRepository;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.job.WarnOfJobs;
import io.quartermaster.server.secret.EncryptionKeys;
import io.quartermaster.server.secret.SecretCipher;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** Commands of the server, put together as it does it. */
final class OurCommands {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final SecureRandom RANDOM = new SecureRandom();

    private OurCommands() {}

    static UnscheduleJobs unscheduleJobs(Database database) {
        return new UnscheduleJobs(
                database,
                new JobRepository(),
                sessions(database),
                new JobOperations(new JobOperationRepository(), JobSettings.DEFAULT, new Ids(CLOCK, RANDOM)),
                new AuditLog(database, CLOCK),
                CLOCK);
    }

    static ScheduleCustomJobs scheduleCustomJobs(Database database) {
        SecretRepository secrets = secrets();
        CustomJobRepository customJobs = new CustomJobRepository();
        JobHandlers handlers =
                new JobHandlers(List.of(new CustomJobHandler(customJobs, secrets), new FetchLogsHandler()));
        JobSchedule schedule = new JobSchedule(
                new JobRepository(),
                sessions(database),
                new WarnOfJobs(new StartRepository(AgentSettings.DEFAULT), new JobEventRepository(), () -> handlers));
        return new ScheduleCustomJobs(
                database,
                new AgentRepository(),
                new CustomJobSchedule(
                        new CustomJobTypeRepository(), customJobs, schedule, secrets, new Ids(CLOCK, RANDOM)),
                new AuditLog(database, CLOCK),
                CLOCK);
    }

    static SecretRepository secrets() {
        byte[] key = new byte[EncryptionKeys.KEY_BYTES];
        RANDOM.nextBytes(key);
        return new SecretRepository(new SecretCipher(
                EncryptionKeys.parse("bench:" + Base64.getEncoder().encodeToString(key), "keys of the benchmark"),
                RANDOM));
    }

    private static AgentSessions sessions(Database database) {
        Presence presence = new Presence(database);
        return new AgentSessions(AgentSettings.DEFAULT, RANDOM, presence, new KnownSessions(presence));
    }
}
