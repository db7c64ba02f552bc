package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.DiscoveryConfigureReply;
import io.quartermaster.agent.protocol.DiscoveryJobDetails;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSecrets;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Discoveries: what the agent is told, and what becomes of the stores it found. Safe for many threads. */
@Singleton
public class DiscoveryJobHandler implements JobHandler {
    private final DiscoveredStoreRepository discovered;
    private final JobSecrets jobSecrets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    DiscoveryJobHandler(
            DiscoveredStoreRepository discovered, JobSecrets jobSecrets, AuditLog audit, InstantSource clock, Ids ids) {
        this.discovered = discovered;
        this.jobSecrets = jobSecrets;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public JobKind kind() {
        return JobKind.DISCOVERY;
    }

    @Override
    public String capability(String jobType) {
        return Capabilities.discovery(kind().withoutGenericName(jobType));
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.DISCOVERY_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.DISCOVERY_COMPLETE;
    }

    @Override
    public Object configuration(Handle tx, Attempt attempt, Result result) {
        JsonNode fields = attempt.fields();
        Map<String, String> revealed = jobSecrets.revealed(tx, Map.of(), jobSecrets.ids(fields));
        return new DiscoveryConfigureReply(
                result,
                attempt.historyId(),
                false,
                AgentPaths.DISCOVERY_SUBMIT,
                new DiscoveryJobDetails(
                        DiscoveryFields.text(fields, DiscoveryFields.CLIENT_MACHINE),
                        DiscoveryFields.typeId(fields),
                        secret(revealed.get(DiscoveryFields.SERVER_USERNAME)),
                        secret(revealed.get(DiscoveryFields.SERVER_PASSWORD)),
                        DiscoveryFields.flag(fields, DiscoveryFields.SERVER_USE_SSL),
                        DiscoveryFields.properties(fields)));
    }

    private static @Nullable SecretText secret(@Nullable String text) {
        return text == null ? null : new SecretText(text);
    }

    /** What a discovery found that failed is not all there is, and is forgotten. */
    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (EndedAttempt end : ended) {
            if (end.conclusion().result().succeeded()) {
                takeOver(tx, end.attempt(), now);
            }
        }
        discovered.discard(
                tx, ended.stream().map(end -> end.attempt().historyId()).toList());
        jobSecrets.forgetUnneeded(tx, ended);
    }

    private void takeOver(Handle tx, Attempt attempt, Instant now) {
        DiscoveredStoreRepository.Place place = new DiscoveredStoreRepository.Place(
                attempt.agentId(),
                DiscoveryFields.typeId(attempt.fields()),
                DiscoveryFields.text(attempt.fields(), DiscoveryFields.CLIENT_MACHINE));
        List<String> unknown = discovered.unknown(tx, attempt.historyId(), place);
        List<UUID> newIds = Stream.generate(ids::next).limit(unknown.size()).toList();
        int added = discovered.add(tx, place, newIds, unknown, now);
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.ORCHESTRATOR_JOB,
                        AuditOperation.COMPLETED,
                        AuditEntry.TIMER_SERVICE,
                        "Discovery on " + place.clientMachine(),
                        attempt.jobId().toString(),
                        new AuditMessage()
                                .after("Found", discovered.count(tx, attempt.historyId()))
                                .after("New", added)));
    }
}
