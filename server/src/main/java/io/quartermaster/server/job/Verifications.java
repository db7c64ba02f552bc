package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.audit.AuditEntry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The third truth of jobs that change certificate stores: what their agent said stands in the history, what the server
 * concluded stands beside it, and here is whether an inventory that began later has shown it. Every method works in the
 * caller's transaction, on sets. Safe for many threads.
 */
@Singleton
public class Verifications {
    /**
     * An attempt that no inventory has shown yet.
     *
     * @param lost the agent said nothing
     * @param certificateId of the certificate that was issued for it; null for none
     */
    public record Unverified(
            UUID agentId,
            long historyId,
            Instant operationStart,
            UUID jobId,
            JobKind kind,
            UUID storeId,
            JsonNode fields,
            JobResult result,
            boolean lost,
            @Nullable Integer certificateId) {}

    /** What an inventory has shown of an attempt, with a sentence for people. */
    public record Verdict(Unverified attempt, Verified verified, String sentence) {}

    /**
     * Notes of attempts which have ended that an inventory is to show what became of them.
     *
     * @param certificateIds of certificates that were issued for them, by history id
     */
    public void expect(Handle tx, List<EndedAttempt> ended, Map<Long, Integer> certificateIds) {
        tx.createUpdate("""
                        UPDATE job_history h SET verified = :unknown, issued_certificate_id = e.certificate_id
                          FROM unnest(CAST(:agentIds AS uuid[]), CAST(:historyIds AS bigint[]),
                                      CAST(CAST(:starts AS text[]) AS timestamptz[]), CAST(:certificateIds AS integer[]))
                               AS e (agent_id, history_id, operation_start, certificate_id)
                         WHERE h.agent_id = e.agent_id AND h.id = e.history_id AND h.operation_start = e.operation_start
                        """)
                .bind("unknown", Verified.UNKNOWN.number())
                .bindArray(
                        "agentIds",
                        UUID.class,
                        ended.stream().map(end -> end.attempt().agentId()).toList())
                .bindArray(
                        "historyIds",
                        Long.class,
                        ended.stream().map(end -> end.attempt().historyId()).toList())
                .bindArray(
                        "starts",
                        String.class,
                        ended.stream()
                                .map(end -> end.attempt().operationStart().toString())
                                .toList())
                .bindArray(
                        "certificateIds",
                        Integer.class,
                        ended.stream()
                                .map(end -> certificateIds.get(end.attempt().historyId()))
                                .toArray())
                .execute();
    }

    /**
     * The attempts that had ended before inventories of their stores began.
     *
     * @param begun when, by store
     */
    public List<Unverified> before(Handle tx, Map<UUID, Instant> begun) {
        return tx.createQuery("""
                        SELECT h.agent_id, h.id, h.operation_start, h.job_id, h.kind, h.store_id, h.fields, h.result, h.lost,
                               h.issued_certificate_id
                          FROM unnest(CAST(:storeIds AS uuid[]), CAST(CAST(:begun AS text[]) AS timestamptz[]))
                               AS i (store_id, begun)
                          JOIN job_history h ON h.store_id = i.store_id AND h.verified = 0 AND h.operation_end <= i.begun
                         ORDER BY h.id
                        """)
                .bindArray("storeIds", UUID.class, begun.keySet())
                .bindArray(
                        "begun",
                        String.class,
                        begun.values().stream().map(Instant::toString).toList())
                .map((row, context) -> new Unverified(
                        JobRows.uuid(row, "agent_id"),
                        row.getLong("id"),
                        JobRows.instant(row, "operation_start"),
                        JobRows.uuid(row, "job_id"),
                        JobKind.valueOf(row.getString("kind")),
                        JobRows.uuid(row, "store_id"),
                        JobRows.json(row.getString("fields")),
                        JobResult.ofAgentStatus(row.getInt("result")),
                        row.getBoolean("lost"),
                        row.getObject("issued_certificate_id", Integer.class)))
                .list();
    }

    /** Writes what inventories have shown, with one event for each. */
    public void settle(Handle tx, List<Verdict> verdicts, Instant now) {
        if (verdicts.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        WITH settled AS (
                          UPDATE job_history h SET verified = v.verified, verification = v.sentence
                            FROM unnest(CAST(:agentIds AS uuid[]), CAST(:historyIds AS bigint[]),
                                        CAST(CAST(:starts AS text[]) AS timestamptz[]), CAST(:verified AS smallint[]),
                                        CAST(:sentences AS text[]))
                                 AS v (agent_id, history_id, operation_start, verified, sentence)
                           WHERE h.agent_id = v.agent_id AND h.id = v.history_id AND h.operation_start = v.operation_start
                             AND h.verified = 0
                          RETURNING h.agent_id, h.job_id, h.id, h.verification
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id, detail)
                        SELECT agent_id, job_id, :now, :event, :actor, id, verification FROM settled
                        """)
                .bind("now", now)
                .bind("event", JobEvent.VERIFIED.name())
                .bind("actor", AuditEntry.TIMER_SERVICE)
                .bindArray(
                        "agentIds",
                        UUID.class,
                        verdicts.stream().map(v -> v.attempt().agentId()).toList())
                .bindArray(
                        "historyIds",
                        Long.class,
                        verdicts.stream().map(v -> v.attempt().historyId()).toList())
                .bindArray(
                        "starts",
                        String.class,
                        verdicts.stream()
                                .map(v -> v.attempt().operationStart().toString())
                                .toList())
                .bindArray(
                        "verified",
                        Integer.class,
                        verdicts.stream().map(v -> v.verified().number()).toList())
                .bindArray(
                        "sentences",
                        String.class,
                        verdicts.stream().map(Verdict::sentence).toList())
                .execute();
    }
}
