package io.quartermaster.server.renewal;

import io.quartermaster.server.db.UniqueNames;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Rules of renewals. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
class RenewalRuleRepository {
    private static final String SELECT = """
            SELECT id, name, enabled, certificate_id, container_id, collection_id, query, days_before, share_left, way, template,
                   authority, metadata, endpoints, changed_by, changed_at
              FROM renewal_rule
            """;

    /** By name. */
    List<RenewalRule> all(Handle tx) {
        return tx.createQuery(SELECT + " ORDER BY lower(name)")
                .map((row, context) -> rule(row))
                .list();
    }

    Optional<RenewalRule> find(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> rule(row))
                .findOne();
    }

    /** Until the transaction ends, nobody else changes or searches it. */
    Optional<RenewalRule> lock(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> rule(row))
                .findOne();
    }

    /** Of requests at once, one counts at a time. */
    long lockAndCount(Handle tx) {
        tx.execute("LOCK TABLE renewal_rule IN SHARE ROW EXCLUSIVE MODE");
        return tx.createQuery("SELECT count(*) FROM renewal_rule")
                .mapTo(Long.class)
                .one();
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE */
    void insert(Handle tx, RenewalRule rule) {
        UniqueNames.execute(taken(rule), bind(tx.createUpdate("""
                        INSERT INTO renewal_rule
                               (id, name, enabled, certificate_id, container_id, collection_id, query, days_before, share_left,
                                way, template, authority, metadata, endpoints, changed_by, changed_at, next_search)
                        VALUES (:id, :name, :enabled, :certificateId, :containerId, :collectionId, :query, :daysBefore,
                                :shareLeft, :way, :template, :authority,
                                CASE WHEN NOT :allMetadata THEN CAST(:metadata AS text[]) END, :endpoints, :changedBy,
                                :changedAt, :changedAt)
                        """), rule));
    }

    /**
     * It is searched for what is due at once.
     *
     * @throws io.quartermaster.server.error.CommandException NAME_IN_USE
     */
    void change(Handle tx, RenewalRule rule) {
        UniqueNames.execute(taken(rule), bind(tx.createUpdate("""
                        UPDATE renewal_rule
                           SET name = :name, enabled = :enabled, certificate_id = :certificateId, container_id = :containerId,
                               collection_id = :collectionId, query = :query, days_before = :daysBefore,
                               share_left = :shareLeft, way = :way, template = :template, authority = :authority,
                               metadata = CASE WHEN NOT :allMetadata THEN CAST(:metadata AS text[]) END,
                               endpoints = :endpoints, changed_by = :changedBy, changed_at = :changedAt,
                               next_search = :changedAt
                         WHERE id = :id
                        """), rule));
    }

    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM renewal_rule WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Those that are to be searched now: what is said of one certificate goes before what is said of many. */
    List<UUID> toSearch(Handle tx, Instant now) {
        return tx.createQuery("""
                        SELECT id FROM renewal_rule WHERE enabled AND next_search <= :now
                         ORDER BY certificate_id IS NULL, container_id IS NULL, collection_id IS NULL, changed_at, id
                        """).bind("now", now).mapTo(UUID.class).list();
    }

    /** @return empty when another server was faster, or somebody has changed the rule */
    Optional<RenewalRule> claimSearch(Handle tx, UUID id, Instant now, Instant next) {
        int claimed = tx.createUpdate(
                        "UPDATE renewal_rule SET next_search = :next WHERE id = :id AND enabled AND next_search <= :now")
                .bind("id", id)
                .bind("now", now)
                .bind("next", next)
                .execute();
        return claimed == 1 ? find(tx, id) : Optional.empty();
    }

    private static String taken(RenewalRule rule) {
        return "There is a renewal rule with the name " + rule.wanted().name() + " already.";
    }

    private static Update bind(Update statement, RenewalRule rule) {
        RenewalRule.Wanted wanted = rule.wanted();
        RenewalScope scope = wanted.scope();
        RenewalTime time = wanted.time();
        List<String> metadata = wanted.metadata();
        return statement
                .bind("id", rule.id())
                .bind("name", wanted.name())
                .bind("enabled", wanted.enabled())
                .bind("certificateId", scope instanceof RenewalScope.OneCertificate(int id) ? (Integer) id : null)
                .bind("containerId", scope instanceof RenewalScope.InContainer(int id) ? (Integer) id : null)
                .bind("collectionId", scope instanceof RenewalScope.OfCollection(int id) ? (Integer) id : null)
                .bind("query", scope instanceof RenewalScope.ByQuery(String query) ? query : null)
                .bind("daysBefore", time instanceof RenewalTime.DaysBefore(int days) ? (Integer) days : null)
                .bind("shareLeft", time instanceof RenewalTime.ShareLeft(int percent) ? (Integer) percent : null)
                .bind("way", wanted.way().name())
                .bind("template", wanted.template())
                .bind("authority", wanted.authority())
                .bind("allMetadata", metadata == null)
                .bindArray("metadata", String.class, metadata == null ? List.of() : metadata)
                .bindArray("endpoints", String.class, wanted.endpoints())
                .bind("changedBy", rule.changedBy())
                .bind("changedAt", rule.changedAt());
    }

    private static RenewalRule rule(ResultSet row) throws SQLException {
        return new RenewalRule(
                row.getObject("id", UUID.class),
                new RenewalRule.Wanted(
                        row.getString("name"),
                        row.getBoolean("enabled"),
                        scope(row),
                        time(row),
                        RenewalWay.valueOf(row.getString("way")),
                        row.getString("template"),
                        row.getString("authority"),
                        texts(row.getArray("metadata")),
                        List.of((String[]) row.getArray("endpoints").getArray())),
                row.getString("changed_by"),
                row.getTimestamp("changed_at").toInstant());
    }

    static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }

    private static RenewalScope scope(ResultSet row) throws SQLException {
        Integer certificate = row.getObject("certificate_id", Integer.class);
        if (certificate != null) {
            return new RenewalScope.OneCertificate(certificate);
        }
        Integer container = row.getObject("container_id", Integer.class);
        if (container != null) {
            return new RenewalScope.InContainer(container);
        }
        Integer collection = row.getObject("collection_id", Integer.class);
        return collection != null
                ? new RenewalScope.OfCollection(collection)
                : new RenewalScope.ByQuery(row.getString("query"));
    }

    private static RenewalTime time(ResultSet row) throws SQLException {
        Integer days = row.getObject("days_before", Integer.class);
        return days != null ? new RenewalTime.DaysBefore(days) : new RenewalTime.ShareLeft(row.getInt("share_left"));
    }
}
