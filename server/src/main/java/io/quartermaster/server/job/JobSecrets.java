package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The secrets of jobs: each belongs to one job, whose {@code fields} name it as {@code {"secret": id}}, and goes when no
 * job needs it any more. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class JobSecrets {
    private final CustomJobRepository jobs;
    private final SecretRepository secrets;

    public JobSecrets(CustomJobRepository jobs, SecretRepository secrets) {
        this.jobs = jobs;
        this.secrets = secrets;
    }

    /** Stores the secrets that new jobs name. */
    public void keep(Handle tx, Collection<NewJob> added, Map<UUID, SecretValue> values) {
        if (values.isEmpty()) {
            return;
        }
        secrets.put(tx, values);
        List<CustomJobRepository.JobSecret> owned = new ArrayList<>();
        for (NewJob job : added) {
            CustomJobFields.secrets(job.fields())
                    .values()
                    .forEach(id -> owned.add(new CustomJobRepository.JobSecret(job.agentId(), job.jobId(), id)));
        }
        jobs.own(tx, owned);
    }

    /** The ids of the secrets that a job's fields name, by field. */
    public Map<String, UUID> ids(JsonNode fields) {
        return CustomJobFields.secrets(fields);
    }

    /**
     * The values of secrets.
     *
     * @throws JobWithdrawnException when one is gone
     */
    public Map<UUID, SecretValue> get(Handle tx, Collection<UUID> ids) {
        Map<UUID, SecretValue> values = secrets.get(tx, ids);
        if (!values.keySet().containsAll(ids)) {
            throw new JobWithdrawnException("A secret of the job is gone.");
        }
        return values;
    }

    /**
     * All values of a job's fields in the clear.
     *
     * @param texts by name
     * @param secretIds those that are kept as secrets, by name
     * @throws JobWithdrawnException when one is gone
     */
    public Map<String, String> revealed(Handle tx, Map<String, String> texts, Map<String, UUID> secretIds) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        Map<UUID, SecretValue> values = get(tx, secretIds.values());
        secretIds.forEach((name, id) ->
                all.put(name, Objects.requireNonNull(values.get(id)).reveal()));
        return all;
    }

    /**
     * Forgets the secrets of jobs that have ended and need them no more: none of them runs again, and none has failed and
     * could be ordered once more. Others are found later by {@link PurgeJobSecrets}.
     */
    public void forgetUnneeded(Handle tx, List<EndedAttempt> ended) {
        List<Attempt> withSecrets = ended.stream()
                .map(EndedAttempt::attempt)
                .filter(attempt -> !CustomJobFields.secrets(attempt.fields()).isEmpty())
                .toList();
        if (!withSecrets.isEmpty()) {
            secrets.delete(
                    tx,
                    jobs.ownedByNone(
                            tx,
                            jobs.disownUnneeded(
                                    tx,
                                    withSecrets.stream()
                                            .map(Attempt::agentId)
                                            .distinct()
                                            .toList(),
                                    withSecrets.stream().map(Attempt::jobId).toList())));
        }
    }
}
