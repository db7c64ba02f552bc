package io.quartermaster.server.renewal;

import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Renewals and how far they are. Whoever changes one has taken a lease on it, and every change says which: a server that was
 * thought to be gone and is not changes nothing. Every method works in the caller's transaction. Safe for many threads.
 */
@Singleton
class RenewalRepository {
    /** A certificate that ended longer ago is nobody's any more. */
    static final Duration ENDED_MAX = Duration.ofDays(30);

    private static final String SELECT = """
            SELECT r.id, r.rule_id, r.rule_name, r.certificate_id, r.subject, r.thumbprint, r.not_after, r.way, r.template,
                   r.authority, r.metadata, r.state, r.reason, r.failures, r.next_try, r.key_secret_id, r.csr,
                   r.new_certificate_id, r.begun_at, r.ended_at
              FROM renewal r
            """;

    /** Where certificates lie as an entry's own, in stores that somebody works on. */
    private static final String LOCATIONS = """
            inventory_entry_certificate l
            JOIN inventory_entry e ON e.id = l.entry_id
            JOIN certificate_store s ON s.id = e.store_id
            """;

    private static final String LOCATION =
            "l.certificate_id = c.id AND l.position = 0 AND s.approved AND s.agent_id IS NOT NULL";

    /** The same certificate, and those that took its place in renewals. */
    private static final String IN_LINE = """
            c.id IN (WITH RECURSIVE line AS (
                       SELECT CAST(:scopeId AS integer) AS id
                        UNION
                       SELECT t.certificate_id FROM line JOIN renewal r ON r.certificate_id = line.id
                         JOIN renewal_target t ON t.renewal_id = r.id
                        WHERE t.certificate_id IS NOT NULL)
                     SELECT id FROM line)
            """;

    /**
     * Certificates that are due by a rule, the first to end first: they lie in a store with their key, are good and are not
     * renewed yet.
     *
     * @param found on the certificate {@code c}: which those of a collection or a query are
     */
    List<Integer> due(Handle tx, RenewalRule.Wanted wanted, SqlCondition found, Instant now, int limit) {
        Map<String, Object> bindings = new HashMap<>(found.bindings());
        String scope = switch (wanted.scope()) {
            case RenewalScope.OneCertificate(int id) -> {
                bindings.put("scopeId", id);
                yield IN_LINE;
            }
            case RenewalScope.InContainer(int id) -> {
                bindings.put("scopeId", id);
                yield "EXISTS (SELECT FROM " + LOCATIONS + " WHERE " + LOCATION
                        + " AND e.private_key AND s.container_id = :scopeId)";
            }
            case RenewalScope.OfCollection(int id) -> found.sql();
            case RenewalScope.ByQuery(String query) -> found.sql();
        };
        String time = switch (wanted.time()) {
            case RenewalTime.DaysBefore(int days) -> {
                bindings.put("horizon", now.plus(Duration.ofDays(days)));
                yield "c.not_after <= :horizon";
            }
            case RenewalTime.ShareLeft(int percent) -> {
                bindings.put("share", percent);
                yield "c.not_after - (c.not_after - c.not_before) * CAST(:share AS integer) / 100 <= :now";
            }
        };
        return tx.createQuery("SELECT c.id FROM certificate c WHERE " + time + " AND (" + scope + ")" + """
                           AND c.not_after > :endedBefore
                           AND c.not_before + (c.not_after - c.not_before) / 3 <= :now
                           AND c.revoked_at IS NULL AND NOT c.is_ca
                           AND NOT EXISTS (SELECT FROM renewal r WHERE r.certificate_id = c.id)
                           AND EXISTS (SELECT FROM
                        """ + LOCATIONS
                        + " WHERE " + LOCATION + " AND e.private_key) ORDER BY c.not_after, c.id LIMIT :limit")
                .bindMap(bindings)
                .bind("now", now)
                .bind("endedBefore", now.minus(ENDED_MAX))
                .bind("limit", limit)
                .mapTo(Integer.class)
                .list();
    }

    /**
     * Begins the renewals of certificates, unless somebody has.
     *
     * @param ids of the renewals, as many as certificates
     * @return the ids of those that begin
     */
    List<UUID> begin(Handle tx, RenewalRule rule, List<UUID> ids, List<Integer> certificateIds, Instant now) {
        RenewalRule.Wanted wanted = rule.wanted();
        List<String> metadata = wanted.metadata();
        List<UUID> begun = tx.createQuery("""
                        INSERT INTO renewal
                               (id, rule_id, rule_name, certificate_id, subject, thumbprint, not_after, way, template, authority,
                                metadata, state, failures, next_try, begun_at)
                        SELECT new.id, :ruleId, :ruleName, c.id, c.issued_dn, c.thumbprint, c.not_after, :way,
                               coalesce(:template, c.template_name), coalesce(:authority, c.authority_name),
                               CASE WHEN NOT :allMetadata THEN CAST(:metadata AS text[]) END, 'WAITING', 0, :now, :now
                          FROM unnest(CAST(:ids AS uuid[]), CAST(:certificateIds AS integer[])) AS new (id, certificate_id)
                          JOIN certificate c ON c.id = new.certificate_id
                            ON CONFLICT (certificate_id) DO NOTHING
                        RETURNING id
                        """)
                .bind("ruleId", rule.id())
                .bind("ruleName", wanted.name())
                .bind("way", wanted.way().name())
                .bind("template", wanted.template())
                .bind("authority", wanted.authority())
                .bind("allMetadata", metadata == null)
                .bindArray("metadata", String.class, metadata == null ? List.of() : metadata)
                .bindArray("ids", UUID.class, ids)
                .bindArray("certificateIds", Integer.class, certificateIds)
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
        tx.createUpdate("""
                        INSERT INTO renewal_endpoint (renewal_id, position, endpoint, served)
                        SELECT r.id, e.position, e.endpoint, FALSE
                          FROM unnest(CAST(:ids AS uuid[])) AS r (id),
                               unnest(CAST(:endpoints AS text[])) WITH ORDINALITY AS e (endpoint, position)
                        """)
                .bindArray("ids", UUID.class, begun)
                .bindArray("endpoints", String.class, wanted.endpoints())
                .execute();
        return begun;
    }

    /** Takes one whose time has come, and that no other server works on. */
    Optional<Renewal> claim(Handle tx, UUID lease, Instant now, Instant until) {
        return tx.createQuery("""
                        UPDATE renewal SET lease = :lease, leased_until = :until
                         WHERE id = (SELECT id FROM renewal
                                      WHERE next_try <= :now AND (leased_until IS NULL OR leased_until <= :now)
                                      ORDER BY next_try, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING id
                        """)
                .bind("lease", lease)
                .bind("now", now)
                .bind("until", until)
                .mapTo(UUID.class)
                .findOne()
                .flatMap(id -> find(tx, id));
    }

    /** Another server may go on with it. */
    void release(Handle tx, UUID id, UUID lease) {
        tx.createUpdate("UPDATE renewal SET lease = NULL, leased_until = NULL WHERE id = :id AND lease = :lease")
                .bind("id", id)
                .bind("lease", lease)
                .execute();
    }

    /** Whether it is still the holder of the lease who changes it; locked until the transaction ends. */
    boolean isHeld(Handle tx, UUID id, UUID lease) {
        return tx.createQuery("SELECT id FROM renewal WHERE id = :id AND lease = :lease FOR UPDATE")
                .bind("id", id)
                .bind("lease", lease)
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    Optional<Renewal> find(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> renewal(row))
                .findOne();
    }

    Optional<Renewal> lock(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE r.id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> renewal(row))
                .findOne();
    }

    /**
     * The newest first.
     *
     * @param state null for any
     * @param after the last one of the list before; null at its start
     */
    List<Renewal> list(Handle tx, @Nullable RenewalState state, @Nullable UUID after, int limit) {
        return tx.createQuery(SELECT + """
                         WHERE (CAST(:after AS uuid) IS NULL OR r.id < :after)
                           AND (CAST(:state AS text) IS NULL OR r.state = :state)
                         ORDER BY r.id DESC LIMIT :limit
                        """)
                .bind("after", after)
                .bind("state", state == null ? null : state.name())
                .bind("limit", limit)
                .map((row, context) -> renewal(row))
                .list();
    }

    /** What has become of it. */
    void move(
            Handle tx,
            UUID id,
            RenewalState state,
            @Nullable String reason,
            int failures,
            @Nullable Instant nextTry,
            Instant now) {
        tx.createUpdate("""
                        UPDATE renewal
                           SET state = :state, reason = :reason, failures = :failures, next_try = :nextTry,
                               ended_at = CASE WHEN CAST(:nextTry AS timestamptz) IS NULL THEN CAST(:now AS timestamptz) END
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("state", state.name())
                .bind("reason", reason)
                .bind("failures", failures)
                .bind("nextTry", nextTry)
                .bind("now", now)
                .execute();
    }

    /** The key and the signing request that a certificate will be asked for with; they stay the same however often. */
    void prepare(Handle tx, UUID id, UUID keySecretId, byte[] csr) {
        tx.createUpdate("UPDATE renewal SET key_secret_id = :keySecretId, csr = :csr WHERE id = :id")
                .bind("id", id)
                .bind("keySecretId", keySecretId)
                .bind("csr", csr)
                .execute();
    }

    void issued(Handle tx, UUID id, int newCertificateId) {
        tx.createUpdate("UPDATE renewal SET new_certificate_id = :newId, key_secret_id = NULL WHERE id = :id")
                .bind("id", id)
                .bind("newId", newCertificateId)
                .execute();
    }

    /** The certificate that was issued for exactly this signing request, by a server that could not note it any more. */
    Optional<Integer> issuedFor(Handle tx, byte[] csr, Instant since) {
        return tx.createQuery("""
                        SELECT q.certificate_id FROM certificate_request q
                         WHERE q.requested >= :since AND q.state = 'ISSUED' AND q.csr = :csr AND q.certificate_id IS NOT NULL
                         ORDER BY q.id LIMIT 1
                        """)
                .bind("since", since)
                .bind("csr", csr)
                .mapTo(Integer.class)
                .findOne();
    }

    /**
     * Writes down where the certificate lies now.
     *
     * @return how many entries that are
     */
    int addTargets(Handle tx, UUID id, int certificateId, Instant now) {
        return tx.createUpdate("""
                        INSERT INTO renewal_target
                               (renewal_id, position, store_id, client_machine, store_path, alias, private_key, state, failures,
                                next_try)
                        SELECT :id, row_number() OVER (ORDER BY lower(s.client_machine), s.store_path, lower(e.alias)), s.id,
                               s.client_machine, s.store_path, e.alias, e.private_key, 'WAITING', 0, :now
                          FROM certificate c,
                        """ + LOCATIONS + " WHERE c.id = :certificateId AND " + LOCATION)
                .bind("id", id)
                .bind("certificateId", certificateId)
                .bind("now", now)
                .execute();
    }

    List<RenewalTarget> targets(Handle tx, UUID id) {
        return tx.createQuery("""
                        SELECT position, store_id, client_machine, store_path, alias, private_key, state, reason, failures,
                               next_try, job_id, certificate_id
                          FROM renewal_target WHERE renewal_id = :id ORDER BY position
                        """)
                .bind("id", id)
                .map((row, context) -> target(row))
                .list();
    }

    /** The last attempts of the jobs that belong to it. */
    List<Long> lastAttempts(Handle tx, UUID id) {
        return tx.createQuery("""
                        SELECT last.id
                          FROM renewal_target t
                         CROSS JOIN LATERAL (SELECT max(h.id) AS id FROM job_history h WHERE h.job_id = t.job_id) last
                         WHERE t.renewal_id = :id AND last.id IS NOT NULL
                         ORDER BY last.id
                        """).bind("id", id).mapTo(Long.class).list();
    }

    void change(Handle tx, UUID id, RenewalTarget target) {
        tx.createUpdate("""
                        UPDATE renewal_target
                           SET state = :state, reason = :reason, failures = :failures, next_try = :nextTry, job_id = :jobId,
                               certificate_id = :certificateId
                         WHERE renewal_id = :id AND position = :position
                        """)
                .bind("id", id)
                .bind("position", target.position())
                .bind("state", target.state().name())
                .bind("reason", target.reason())
                .bind("failures", target.failures())
                .bind("nextTry", target.nextTry())
                .bind("jobId", target.jobId())
                .bind("certificateId", target.certificateId())
                .execute();
    }

    List<RenewalEndpoint> endpoints(Handle tx, UUID id) {
        return tx.createQuery("""
                        SELECT position, endpoint, served, reason, probed_at FROM renewal_endpoint
                         WHERE renewal_id = :id ORDER BY position
                        """)
                .bind("id", id)
                .map((row, context) -> new RenewalEndpoint(
                        row.getInt("position"),
                        row.getString("endpoint"),
                        row.getBoolean("served"),
                        row.getString("reason"),
                        instant(row, "probed_at")))
                .list();
    }

    void probed(Handle tx, UUID id, int position, @Nullable String reason, Instant now) {
        tx.createUpdate("""
                        UPDATE renewal_endpoint SET served = :served, reason = :reason, probed_at = :now
                         WHERE renewal_id = :id AND position = :position
                        """)
                .bind("id", id)
                .bind("position", position)
                .bind("served", reason == null)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    /** Something that happened to a renewal. */
    record Event(
            long id,
            Instant at,
            String event,
            String actor,
            @Nullable String detail) {}

    void note(Handle tx, UUID id, String event, String actor, @Nullable String detail, Instant now) {
        tx.createUpdate("""
                        INSERT INTO renewal_event (renewal_id, at, event, actor, detail)
                        VALUES (:id, :now, :event, :actor, :detail)
                        """)
                .bind("id", id)
                .bind("now", now)
                .bind("event", event)
                .bind("actor", actor)
                .bind("detail", detail)
                .execute();
    }

    /** In the order in which they happened. */
    List<Event> events(Handle tx, UUID id, int limit) {
        return tx.createQuery("""
                        SELECT id, at, event, actor, detail FROM renewal_event WHERE renewal_id = :id ORDER BY id LIMIT :limit
                        """)
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> new Event(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("event"),
                        row.getString("actor"),
                        row.getString("detail")))
                .list();
    }

    private static RenewalTarget target(ResultSet row) throws SQLException {
        return new RenewalTarget(
                row.getInt("position"),
                row.getObject("store_id", UUID.class),
                row.getString("client_machine"),
                row.getString("store_path"),
                row.getString("alias"),
                row.getBoolean("private_key"),
                RenewalTarget.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("failures"),
                row.getTimestamp("next_try").toInstant(),
                row.getObject("job_id", UUID.class),
                row.getObject("certificate_id", Integer.class));
    }

    private static Renewal renewal(ResultSet row) throws SQLException {
        return new Renewal(
                row.getObject("id", UUID.class),
                row.getObject("rule_id", UUID.class),
                row.getString("rule_name"),
                row.getInt("certificate_id"),
                row.getString("subject"),
                row.getString("thumbprint"),
                row.getTimestamp("not_after").toInstant(),
                RenewalWay.valueOf(row.getString("way")),
                row.getString("template"),
                row.getString("authority"),
                RenewalRuleRepository.texts(row.getArray("metadata")),
                RenewalState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("failures"),
                instant(row, "next_try"),
                row.getObject("key_secret_id", UUID.class),
                row.getBytes("csr"),
                row.getObject("new_certificate_id", Integer.class),
                row.getTimestamp("begun_at").toInstant(),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
