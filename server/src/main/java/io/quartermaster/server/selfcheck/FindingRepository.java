package io.quartermaster.server.selfcheck;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Findings, and the statements that find. */
@Singleton
public class FindingRepository {
    /** Of one rule. Should everything be broken, this many rows say so as well as all. */
    static final int OPEN_MAX = 1_000;

    /** Closes the open findings of a table whose rows are right again or gone, and notes the others as seen. */
    void lookAgain(Handle tx, Source source, Instant now) {
        String slice = "SELECT t.* FROM %s t WHERE t.%s IN (SELECT CAST(f.subject AS %s) FROM finding f"
                        .formatted(source.table(), source.key(), source.type())
                + " WHERE f.gone_at IS NULL AND f.invariant IN (<rules>))";
        tx.createUpdate("""
                        WITH slice AS MATERIALIZED (%s), broken AS (%s)
                        UPDATE finding f
                           SET last_seen = CASE WHEN b.subject IS NULL THEN f.last_seen ELSE :now END,
                               gone_at = CASE WHEN b.subject IS NULL THEN CAST(:now AS timestamptz) END
                          FROM finding o LEFT JOIN broken b ON b.invariant = o.invariant AND b.subject = o.subject
                         WHERE f.id = o.id AND o.gone_at IS NULL AND o.invariant IN (<rules>)
                        """.formatted(slice, broken(source)))
                .bindList("rules", Invariant.of(source).stream().map(Enum::name).toList())
                .bind("now", now)
                .execute();
    }

    /**
     * Notes what breaks a rule among the next rows of a table.
     *
     * @return false at the end of the table; the next call begins anew then
     */
    boolean checkNext(Handle tx, Source source, int rows, Instant now) {
        String after = tx.createQuery("SELECT after FROM self_check_place WHERE source = :source FOR UPDATE")
                .bind("source", source.name())
                .mapTo(String.class)
                .findOne()
                .orElse(source.beginning());
        Optional<String> last = tx.createQuery("""
                        SELECT CAST(s.key AS text)
                          FROM (SELECT t.%1$s AS key FROM %2$s t WHERE t.%1$s > CAST(:after AS %3$s)
                                 ORDER BY t.%1$s LIMIT :rows) s
                         ORDER BY s.key DESC LIMIT 1
                        """.formatted(source.key(), source.table(), source.type()))
                .bind("after", after)
                .bind("rows", rows)
                .mapTo(String.class)
                .findOne();
        last.ifPresent(upTo -> note(tx, source, after, upTo, now));
        tx.createUpdate("INSERT INTO self_check_place (source, after) VALUES (:source, :after)"
                        + " ON CONFLICT (source) DO UPDATE SET after = excluded.after")
                .bind("source", source.name())
                .bind("after", last.orElse(source.beginning()))
                .execute();
        return last.isPresent();
    }

    private static void note(Handle tx, Source source, String after, String upTo, Instant now) {
        String slice = "SELECT t.* FROM %1$s t WHERE t.%2$s > CAST(:after AS %3$s) AND t.%2$s <= CAST(:upTo AS %3$s)"
                .formatted(source.table(), source.key(), source.type());
        tx.createUpdate("""
                        WITH slice AS MATERIALIZED (%s)
                        INSERT INTO finding (invariant, subject, first_seen, last_seen)
                        SELECT b.invariant, b.subject, :now, :now
                          FROM (%s) b
                         WHERE (SELECT count(*) FROM finding f WHERE f.invariant = b.invariant AND f.gone_at IS NULL) < :openMax
                        ON CONFLICT (invariant, subject) WHERE gone_at IS NULL DO UPDATE SET last_seen = excluded.last_seen
                        """.formatted(slice, broken(source)))
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("now", now)
                .bind("openMax", OPEN_MAX)
                .execute();
    }

    private static String broken(Source source) {
        return Invariant.of(source).stream()
                .map(rule -> "SELECT DISTINCT '%s' AS invariant, CAST(t.%s AS text) AS subject FROM slice t WHERE %s"
                        .formatted(rule.name(), source.key(), rule.broken()))
                .collect(Collectors.joining(" UNION ALL "));
    }

    /**
     * Newest first.
     *
     * @param after the last one of the list before; 0 at its start
     */
    List<Finding> list(Handle tx, boolean openOnly, long after, int limit) {
        return tx.createQuery("""
                        SELECT id, invariant, subject, first_seen, last_seen, gone_at FROM finding
                         WHERE id < :after AND (NOT :openOnly OR gone_at IS NULL) AND invariant IN (<known>)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .bind("after", after == 0 ? Long.MAX_VALUE : after)
                .bind("openOnly", openOnly)
                // A newer server on the same database may know other rules.
                .bindList(
                        "known",
                        Arrays.stream(Invariant.values()).map(Enum::name).toList())
                .bind("limit", limit)
                .map(FindingRepository::finding)
                .list();
    }

    /** Of every rule, also of those that hold. */
    Map<Invariant, Long> countOpen(Handle tx) {
        Map<Invariant, Long> counts = new EnumMap<>(Invariant.class);
        Map<String, Long> found = tx.createQuery(
                        "SELECT invariant, count(*) AS open FROM finding WHERE gone_at IS NULL GROUP BY invariant")
                .collectRows(Collectors.toMap(
                        row -> row.getColumn("invariant", String.class), row -> row.getColumn("open", Long.class)));
        for (Invariant rule : Invariant.values()) {
            counts.put(rule, found.getOrDefault(rule.name(), 0L));
        }
        return counts;
    }

    void purge(Handle tx, Instant goneBefore) {
        tx.createUpdate("DELETE FROM finding WHERE gone_at < :goneBefore")
                .bind("goneBefore", goneBefore)
                .execute();
    }

    private static Finding finding(ResultSet row, StatementContext context) throws SQLException {
        Timestamp goneAt = row.getTimestamp("gone_at");
        return new Finding(
                row.getLong("id"),
                Invariant.valueOf(row.getString("invariant")),
                row.getString("subject"),
                row.getTimestamp("first_seen").toInstant(),
                row.getTimestamp("last_seen").toInstant(),
                goneAt == null ? null : goneAt.toInstant());
    }
}
