package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Puts custom jobs and log fetches on the schedule of agents that the command has locked, and found approved and capable. Works in the
 * command's transaction, with a fixed number of statements however many agents there are. Safe for many threads.
 */
@Singleton
public class CustomJobSchedule {
    private final CustomJobTypeRepository types;
    private final CustomJobRepository jobs;
    private final JobSchedule schedule;
    private final SecretRepository secrets;
    private final Ids ids;

    public CustomJobSchedule(
            CustomJobTypeRepository types,
            CustomJobRepository jobs,
            JobSchedule schedule,
            SecretRepository secrets,
            Ids ids) {
        this.types = types;
        this.jobs = jobs;
        this.schedule = schedule;
        this.secrets = secrets;
        this.ids = ids;
    }

    /**
     * What is meant by the name of a job type; the type stays as it is until the transaction ends.
     *
     * @throws CommandException UNKNOWN_ID when there is none
     */
    CustomWork lockWork(Handle tx, String jobTypeName) {
        if (jobTypeName.equalsIgnoreCase(CustomWork.FETCH_LOGS.name())) {
            return CustomWork.FETCH_LOGS;
        }
        return types.lockForScheduling(tx, jobTypeName)
                .map(CustomWork::of)
                .orElseThrow(() -> new CommandException(
                        ErrorKind.UNKNOWN_ID,
                        "There is no custom job type '" + cut(jobTypeName) + "', see GET /JobTypes/Custom."));
    }

    /**
     * The same for the ids of job types that other features have kept: custom job types, and that of log fetches.
     *
     * @return by id; ids of types that are gone are left out
     */
    public Map<UUID, CustomWork> lockWork(Handle tx, Collection<UUID> jobTypeIds) {
        Map<UUID, CustomWork> work = new HashMap<>();
        types.lockForScheduling(tx, jobTypeIds).forEach(type -> work.put(type.id(), CustomWork.of(type)));
        if (jobTypeIds.contains(CustomWork.FETCH_LOGS.jobTypeId())) {
            work.put(CustomWork.FETCH_LOGS.jobTypeId(), CustomWork.FETCH_LOGS);
        }
        return work;
    }

    private static String cut(String name) {
        int lengthMax = CustomJobTypeDefinition.NAME_LENGTH_MAX;
        return name.length() <= lengthMax ? name : name.substring(0, lengthMax) + "...";
    }

    /** Schedules one job on each of the agents; the ids of the jobs are in the order of the agents. */
    public List<UUID> add(
            Handle tx,
            String actor,
            CustomWork work,
            io.quartermaster.server.schedule.Schedule when,
            List<FieldValue> values,
            List<UUID> agentIds,
            Instant now) {
        if (agentIds.isEmpty()) {
            return List.of();
        }
        List<UUID> jobIds = ids.next(agentIds.size());
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        CustomWork.texts(values).forEach(plain::put);
        List<FieldValue.Secret> secretValues = secretsAmong(values);
        Map<UUID, SecretValue> hidden = new HashMap<>();
        List<CustomJobRepository.JobSecret> owned = new ArrayList<>();
        List<NewJob> added = new ArrayList<>(agentIds.size());
        for (int i = 0; i < agentIds.size(); i++) {
            UUID agentId = agentIds.get(i);
            UUID jobId = jobIds.get(i);
            // Each job has secrets of its own; without any, all jobs have the same fields, which are sent once.
            ObjectNode fields = secretValues.isEmpty() ? plain : plain.deepCopy();
            for (FieldValue.Secret value : secretValues) {
                UUID secretId = ids.next();
                hidden.put(secretId, value.secret());
                owned.add(new CustomJobRepository.JobSecret(agentId, jobId, secretId));
                CustomJobFields.putSecret(fields, value.field().name(), secretId);
            }
            added.add(new NewJob(
                    jobId,
                    agentId,
                    work.kind(),
                    work.jobTypeId(),
                    work.name(),
                    null,
                    null,
                    when,
                    NewJob.PRIORITY_NORMAL,
                    fields));
        }
        secrets.put(tx, hidden);
        jobs.own(tx, owned);
        schedule.addToFit(tx, actor, added, now);
        return jobIds;
    }

    private static List<FieldValue.Secret> secretsAmong(List<FieldValue> values) {
        return values.stream()
                .flatMap(value -> value instanceof FieldValue.Secret secret ? Stream.of(secret) : Stream.empty())
                .toList();
    }
}
