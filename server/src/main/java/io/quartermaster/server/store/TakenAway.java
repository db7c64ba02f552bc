package io.quartermaster.server.store;

/** Entries that are gone because the server had them removed. */
final class TakenAway {
    /**
     * SQL on a row {@code d} with store_id and alias_folded: a job that removed the entry has ended well since the store's last
     * believed inventory. What was removed before that is nothing that is missing now.
     */
    static final String BY_A_JOB = """
            EXISTS (SELECT FROM job_history h JOIN certificate_store s ON s.id = d.store_id
                     WHERE h.store_id = d.store_id AND h.kind IN ('MANAGEMENT', 'REENROLLMENT')
                       AND h.fields ->> 'operation' = 'REMOVE' AND lower(h.fields ->> 'alias') = d.alias_folded
                       AND h.result IN (2, 3) AND h.operation_end >= coalesce(s.inventoried_at, '-infinity'))
            """;

    private TakenAway() {}
}
