package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What custom jobs on the schedule keep in their {@code fields}: each value under its field's name, as text; a secret as
 * {@code {"secret": id}}. Every method works in the caller's transaction, on sets. Safe for many threads.
 */
@Singleton
public class CustomJobRepository {
    /**
     * Whether a secret {@code s} is still needed. An attempt in process keeps all secrets it began with, because the
     * agent may ask again what it was told; an unscheduled job may be put back; and one that failed may be ordered once
     * more as long as nobody has acknowledged it, unless it is a custom job, which is ordered anew.
     */
    private static final String NEEDED = """
            (EXISTS (SELECT FROM scheduled_job j
                     WHERE j.agent_id = s.agent_id AND j.id = s.job_id
                       AND (j.state = 'IN_PROCESS'
                            OR EXISTS (SELECT FROM jsonb_each(j.fields) AS v
                                        WHERE v.value ->> 'secret' = CAST(s.secret_id AS text))))
            OR EXISTS (SELECT FROM unscheduled_job u, jsonb_each(u.fields) AS v
                        WHERE jsonb_path_exists(u.fields, '$.*.secret')
                          AND u.agent_id = s.agent_id AND u.id = s.job_id
                          AND v.value ->> 'secret' = CAST(s.secret_id AS text))
            OR EXISTS (SELECT FROM job_history h
                        WHERE h.job_id = s.job_id AND h.agent_id = s.agent_id AND h.result = 4 AND h.status = 3
                          AND h.kind IN ('MANAGEMENT', 'REENROLLMENT', 'DISCOVERY')))
            """;

    /** Jobs of a type that are on the schedule or in process. */
    long count(Handle tx, UUID jobTypeId) {
        return tx.createQuery("SELECT count(*) FROM scheduled_job WHERE job_type_id = :jobTypeId")
                .bind("jobTypeId", jobTypeId)
                .mapTo(Long.class)
                .one();
    }

    /** The first of these fields that some job of the type has no value for. */
    Optional<String> fieldWithoutValue(Handle tx, UUID jobTypeId, List<String> fieldNames) {
        return tx.createQuery("""
                        SELECT f.name
                          FROM unnest(CAST(:names AS text[])) WITH ORDINALITY AS f (name, position)
                         WHERE EXISTS (SELECT FROM scheduled_job j
                                        WHERE j.job_type_id = :jobTypeId AND j.fields -> f.name IS NULL)
                         ORDER BY f.position LIMIT 1
                        """)
                .bindArray("names", String.class, fieldNames)
                .bind("jobTypeId", jobTypeId)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Fits the jobs of a type to its new fields: a value goes where its field went, values of removed fields are
     * dropped, and a field that a job has no value for takes the default.
     *
     * @param kept the old name of each field that stays, with its new name
     * @param defaults new name of a field and its default, for those that have one
     */
    void replaceFields(Handle tx, UUID jobTypeId, Map<String, String> kept, Map<String, String> defaults) {
        List<Map.Entry<String, String>> renamed = List.copyOf(kept.entrySet());
        List<Map.Entry<String, String>> filled = List.copyOf(defaults.entrySet());
        tx.createUpdate("""
                        WITH locked AS (
                          SELECT agent_id, id FROM scheduled_job WHERE job_type_id = :jobTypeId ORDER BY agent_id, id FOR UPDATE
                        )
                        UPDATE scheduled_job j
                           SET fields = (SELECT coalesce(jsonb_object_agg(d.name, d.value), CAST('{}' AS jsonb))
                                           FROM unnest(CAST(:defaultNames AS text[]), CAST(:defaultValues AS text[]))
                                                AS d (name, value))
                                        || (SELECT coalesce(jsonb_object_agg(k.new_name, v.value), CAST('{}' AS jsonb))
                                              FROM unnest(CAST(:oldNames AS text[]), CAST(:newNames AS text[]))
                                                   AS k (old_name, new_name)
                                              JOIN jsonb_each(j.fields) AS v ON v.key = k.old_name)
                          FROM locked l
                         WHERE j.agent_id = l.agent_id AND j.id = l.id
                        """)
                .bind("jobTypeId", jobTypeId)
                .bindArray(
                        "defaultNames",
                        String.class,
                        filled.stream().map(Map.Entry::getKey).toList())
                .bindArray(
                        "defaultValues",
                        String.class,
                        filled.stream().map(Map.Entry::getValue).toList())
                .bindArray(
                        "oldNames",
                        String.class,
                        renamed.stream().map(Map.Entry::getKey).toList())
                .bindArray(
                        "newNames",
                        String.class,
                        renamed.stream().map(Map.Entry::getValue).toList())
                .execute();
    }

    /** Notes which secret belongs to which job. */
    void own(Handle tx, List<JobSecret> secrets) {
        if (secrets.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        INSERT INTO job_secret (agent_id, job_id, secret_id)
                        SELECT * FROM unnest(CAST(:agentIds AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:secretIds AS uuid[]))
                        """)
                .bindArray(
                        "agentIds",
                        UUID.class,
                        secrets.stream().map(JobSecret::agentId).toList())
                .bindArray(
                        "jobIds",
                        UUID.class,
                        secrets.stream().map(JobSecret::jobId).toList())
                .bindArray(
                        "secretIds",
                        UUID.class,
                        secrets.stream().map(JobSecret::secretId).toList())
                .execute();
    }

    /**
     * The last of the next secrets after one, in the order of their keys.
     *
     * @return empty when there are fewer than so many
     */
    Optional<JobSecret> lastOfNext(Handle tx, JobSecret after, int count) {
        return tx.createQuery("""
                        SELECT agent_id, job_id, secret_id
                          FROM job_secret
                         WHERE (agent_id, job_id, secret_id) > (:agentId, :jobId, :secretId)
                         ORDER BY agent_id, job_id, secret_id
                        OFFSET :before LIMIT 1
                        """)
                .bind("agentId", after.agentId())
                .bind("jobId", after.jobId())
                .bind("secretId", after.secretId())
                .bind("before", count - 1)
                .map((row, context) -> new JobSecret(
                        JobRows.uuid(row, "agent_id"), JobRows.uuid(row, "job_id"), JobRows.uuid(row, "secret_id")))
                .findOne();
    }

    /**
     * Strikes off secrets that nobody needs any more: of jobs that have left the schedule, or have lost the field.
     *
     * @param after looked at are the secrets after this one
     * @param last and up to this one, included
     * @return their ids, to be deleted in the same transaction
     */
    List<UUID> disownUnneeded(Handle tx, JobSecret after, JobSecret last) {
        return disown(tx.createQuery("""
                        DELETE FROM job_secret
                         WHERE (agent_id, job_id, secret_id) IN (
                           SELECT s.agent_id, s.job_id, s.secret_id
                             FROM job_secret s
                            WHERE (s.agent_id, s.job_id, s.secret_id) > (:agentId, :jobId, :secretId)
                              AND (s.agent_id, s.job_id, s.secret_id) <= (:lastAgentId, :lastJobId, :lastSecretId)
                              AND NOT\s""" + NEEDED + """
                            ORDER BY s.agent_id, s.job_id, s.secret_id
                              FOR UPDATE SKIP LOCKED)
                        RETURNING secret_id
                        """)
                .bind("agentId", after.agentId())
                .bind("jobId", after.jobId())
                .bind("secretId", after.secretId())
                .bind("lastAgentId", last.agentId())
                .bind("lastJobId", last.jobId())
                .bind("lastSecretId", last.secretId()));
    }

    /** The same, among the secrets of some jobs. */
    List<UUID> disownUnneeded(Handle tx, Collection<UUID> agentIds, Collection<UUID> jobIds) {
        return disown(tx.createQuery("""
                        DELETE FROM job_secret s
                         WHERE s.agent_id = ANY (:agentIds) AND s.job_id = ANY (:jobIds) AND NOT\s""" + NEEDED + " RETURNING s.secret_id")
                .bindArray("agentIds", UUID.class, List.copyOf(agentIds))
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds)));
    }

    private static List<UUID> disown(Query delete) {
        return delete.mapTo(UUID.class).list();
    }

    /** Those of some secrets that no job owns: the copy of a failed job shares them with it. */
    List<UUID> ownedByNone(Handle tx, Collection<UUID> secretIds) {
        return tx.createQuery("""
                        SELECT id FROM unnest(CAST(:ids AS uuid[])) AS given (id)
                         WHERE NOT EXISTS (SELECT FROM job_secret s WHERE s.secret_id = given.id)
                        """)
                .bindArray("ids", UUID.class, List.copyOf(secretIds))
                .mapTo(UUID.class)
                .list();
    }

    /** A secret of a job. */
    record JobSecret(UUID agentId, UUID jobId, UUID secretId) {
        private static final UUID LOWEST = new UUID(0, 0);
        private static final UUID HIGHEST = new UUID(-1, -1);

        /** Before and after all that there are. */
        static final JobSecret FIRST = new JobSecret(LOWEST, LOWEST, LOWEST);

        static final JobSecret LAST = new JobSecret(HIGHEST, HIGHEST, HIGHEST);
    }
}
