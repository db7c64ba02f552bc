package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.ReenrollmentConfigureReply;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSecrets;
import io.quartermaster.server.job.Verifications;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Jobs that make a key in a store: what the agent is told, and what follows. Safe for many threads. */
@Singleton
public class ReenrollmentJobHandler implements JobHandler {
    private final StoreAccess access;
    private final EnrollmentRepository enrollments;
    private final JobSecrets jobSecrets;
    private final FollowUpInventories followUps;
    private final Verifications verifications;
    private final InstantSource clock;

    ReenrollmentJobHandler(
            StoreAccess access,
            EnrollmentRepository enrollments,
            JobSecrets jobSecrets,
            FollowUpInventories followUps,
            Verifications verifications,
            InstantSource clock) {
        this.access = access;
        this.enrollments = enrollments;
        this.jobSecrets = jobSecrets;
        this.followUps = followUps;
        this.verifications = verifications;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.REENROLLMENT;
    }

    @Override
    public String capability(String jobType) {
        return Capabilities.reenrollment(kind().withoutGenericName(jobType));
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.REENROLLMENT_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.REENROLLMENT_COMPLETE;
    }

    @Override
    public Object configuration(Handle tx, Attempt attempt, Result result) {
        CertificateStore store = access.store(tx, attempt.storeId());
        StoreAccess.Opened opened = access.openForKey(tx, store);
        JsonNode fields = attempt.fields();
        return new ReenrollmentConfigureReply(
                result,
                attempt.historyId(),
                false,
                AgentPaths.REENROLLMENT_ENROLL,
                null,
                String.valueOf(ReenrollmentFields.keySize(fields)),
                ReenrollmentFields.keyType(fields),
                ReenrollmentFields.subject(fields),
                store.clientMachine(),
                store.storePath(),
                opened.password(),
                opened.properties(),
                store.type().id(),
                ReenrollmentFields.sans(fields),
                ReenrollmentFields.alias(fields),
                ReenrollmentFields.overwrites(fields),
                jobSecrets.revealed(tx, ManagementFields.parameters(fields), ManagementFields.secretParameters(fields)),
                store.createIfMissing());
    }

    /** Also a failed one may have changed the store: the inventory that follows tells the truth. */
    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        Map<Long, Integer> issued = enrollments.take(
                tx, ended.stream().map(end -> end.attempt().historyId()).toList());
        verifications.expect(tx, ended, issued);
        followUps.queue(tx, ended.stream().map(end -> end.attempt().storeId()).toList(), now());
        jobSecrets.forgetUnneeded(tx, ended);
    }

    @Override
    public void completedLate(Handle tx, UUID storeId) {
        followUps.queue(tx, List.of(storeId), now());
    }

    @Override
    public Optional<UUID> inventoryAfter(Handle tx, UUID storeId) {
        return followUps.waiting(tx, storeId);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
