package io.quartermaster.server.job;

/**
 * SQL of what people set to keep jobs from starting: which jobs one row of {@code job_pause p}, {@code quiet_hours q} or
 * {@code job_cap c} is about, and whether it holds now. The judges and whoever ends an obstacle use the same text.
 */
final class Controls {
    /** A pause that has not ended by itself. */
    static final String PAUSE_IN_FORCE = "(p.until IS NULL OR p.until > :now)";

    /**
     * The jobs of a pause. Which ones a query finds, SQL cannot say of a query that stands in a row: {@code :heldPairs}
     * has the ids of pause and job, one behind the other, of those.
     */
    static final String PAUSE_HOLDS = """
            (p.agent_id = j.agent_id
             OR (p.container_id IS NOT NULL AND j.store_id IS NOT NULL
                 AND EXISTS (SELECT FROM certificate_store s WHERE s.id = j.store_id AND s.container_id = p.container_id))
             OR (p.job_type IS NOT NULL AND lower(p.job_type) IN (lower(j.job_type), lower(
            """ + JobFields.generic("j") + """
            )))
             OR (p.query IS NOT NULL AND p.id::text || j.id::text = ANY (:heldPairs)))
            """;

    /** The jobs of quiet hours. */
    static final String QUIET_HOURS_COVER =
            "EXISTS (SELECT FROM certificate_store s WHERE s.id = j.store_id AND s.container_id = q.container_id)";

    private static final String RUNNING_IN_ALL = "SELECT FROM attempt_in_process a LIMIT c.running_max";
    private static final String RUNNING_ON_AGENT =
            "SELECT FROM attempt_in_process a WHERE a.agent_id = j.agent_id LIMIT c.running_max";
    private static final String RUNNING_ON_STORE_TYPE = """
            SELECT FROM attempt_in_process a JOIN certificate_store t ON t.id = a.store_id
             WHERE t.store_type_id = c.store_type_id LIMIT c.running_max
            """;

    private static final String OF_THE_AGENT = "c.scope = 'AGENT' AND coalesce(c.agent_id, j.agent_id) = j.agent_id";

    /** The jobs of a cap. */
    static final String CAP_COVERS = "(c.scope = 'ALL' OR (" + OF_THE_AGENT + """
            ) OR (c.scope = 'STORE_TYPE' AND j.store_id IS NOT NULL
                  AND EXISTS (SELECT FROM certificate_store s WHERE s.id = j.store_id AND s.store_type_id = c.store_type_id)))
            """;

    /** A cap that covers the job has no room. Counts no further than the cap. */
    static final String CAP_FULL = "CASE c.scope WHEN 'ALL' THEN " + full(RUNNING_IN_ALL) + " WHEN 'AGENT' THEN "
            + full(RUNNING_ON_AGENT) + " ELSE " + full(RUNNING_ON_STORE_TYPE) + " END";

    /**
     * One of the caps that cover the job has no room. Written so that a list of many jobs counts once in all and once for
     * each store type.
     */
    static final String SOME_CAP_FULL = "(EXISTS (SELECT FROM job_cap c WHERE c.scope = 'ALL' AND "
            + full(RUNNING_IN_ALL) + ") OR EXISTS (SELECT FROM job_cap c WHERE " + OF_THE_AGENT + " AND "
            + full(RUNNING_ON_AGENT) + """
            ) OR (j.store_id IS NOT NULL AND EXISTS (SELECT FROM certificate_store s WHERE s.id = j.store_id
                   AND s.store_type_id IN (SELECT c.store_type_id FROM job_cap c WHERE c.scope = 'STORE_TYPE' AND\s"""
            + full(RUNNING_ON_STORE_TYPE) + "))))";

    private Controls() {}

    /**
     * Quiet hours that hold at a moment, by the clock on the wall of their zone. Those over midnight belong to the day on
     * which they begin.
     *
     * @param moment SQL of a timestamptz
     */
    static String quietAt(String moment) {
        return """
               EXISTS (SELECT FROM (SELECT CAST(%s AS timestamptz) AT TIME ZONE q.zone AS at) wall,
                       LATERAL (SELECT CAST(extract(dow FROM wall.at) AS integer) AS day,
                                       CAST(extract(hour FROM wall.at) * 60 + extract(minute FROM wall.at) AS integer) AS minute) c
                        WHERE CASE WHEN q.from_minute < q.to_minute
                                   THEN c.day = ANY (q.days) AND c.minute >= q.from_minute AND c.minute < q.to_minute
                                   ELSE (c.day = ANY (q.days) AND c.minute >= q.from_minute)
                                        OR ((c.day + 6) % 7 = ANY (q.days) AND c.minute < q.to_minute) END)
               """.replace("%s", moment);
    }

    private static String full(String running) {
        return "(SELECT count(*) FROM (" + running + ") r) >= c.running_max";
    }
}
