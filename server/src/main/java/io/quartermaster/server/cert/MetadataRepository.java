package io.quartermaster.server.cert;

import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Metadata fields and their values. Every method works in the caller's transaction, on sets. Safe for many threads. */
@Singleton
public class MetadataRepository {
    private static final String COLUMNS =
            "f.id, f.name, f.description, f.data_type, f.hint, f.validation, f.enrollment, f.message, f.options,"
                    + " f.default_value, f.allow_api, f.explicit_update, f.display_order";

    /** In the order in which they are shown. */
    public List<MetadataField> fields(Handle tx) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM metadata_field f ORDER BY f.display_order, f.id")
                .map((row, context) -> field(row))
                .list();
    }

    List<MetadataField> page(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM metadata_field f WHERE " + condition.sql() + " ORDER BY "
                        + orderBy + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> field(row))
                .list();
    }

    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM metadata_field f WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    Optional<MetadataField> find(Handle tx, int id) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM metadata_field f WHERE f.id = :id")
                .bind("id", id)
                .map((row, context) -> field(row))
                .findOne();
    }

    /** @param name in any case */
    Optional<MetadataField> find(Handle tx, String name) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM metadata_field f WHERE lower(f.name) = lower(:name)")
                .bind("name", name)
                .map((row, context) -> field(row))
                .findOne();
    }

    /** Locks fields in the order of their ids; unknown ids are left out. */
    List<MetadataField> lock(Handle tx, Collection<Integer> ids) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM metadata_field f WHERE f.id = ANY (:ids) ORDER BY f.id"
                        + " FOR UPDATE")
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> field(row))
                .list();
    }

    int nextDisplayOrder(Handle tx) {
        return tx.createQuery("SELECT coalesce(max(display_order), 0) + 1 FROM metadata_field")
                .mapTo(Integer.class)
                .one();
    }

    int nextId(Handle tx) {
        return tx.createQuery("SELECT nextval(pg_get_serial_sequence('metadata_field', 'id'))")
                .mapTo(Integer.class)
                .one();
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE */
    void insert(Handle tx, MetadataField field) {
        UniqueNames.execute(taken(field), bind(tx.createUpdate("""
                        INSERT INTO metadata_field
                               (id, name, description, data_type, hint, validation, enrollment, message, options,
                                default_value, allow_api, explicit_update, display_order)
                        VALUES (:id, :name, :description, :type, :hint, :validation, :enrollment, :message, :options,
                                :defaultValue, :allowApi, :explicitUpdate, :displayOrder)
                        """), field));
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE */
    void update(Handle tx, MetadataField field) {
        UniqueNames.execute(taken(field), bind(tx.createUpdate("""
                        UPDATE metadata_field
                           SET name = :name, description = :description, data_type = :type, hint = :hint,
                               validation = :validation, enrollment = :enrollment, message = :message,
                               options = :options, default_value = :defaultValue, allow_api = :allowApi,
                               explicit_update = :explicitUpdate, display_order = :displayOrder
                         WHERE id = :id
                        """), field));
    }

    private static String taken(MetadataField field) {
        return "There is another metadata field named " + field.name() + ".";
    }

    private static <S extends SqlStatement<S>> S bind(S statement, MetadataField field) {
        return statement
                .bind("id", field.id())
                .bind("name", field.name())
                .bind("description", field.description())
                .bind("type", field.type().number())
                .bind("hint", field.hint())
                .bind("validation", field.validation())
                .bind("enrollment", field.enrollment())
                .bind("message", field.message())
                .bind("options", field.options())
                .bind("defaultValue", field.defaultValue())
                .bind("allowApi", field.allowApi())
                .bind("explicitUpdate", field.explicitUpdate())
                .bind("displayOrder", field.displayOrder());
    }

    /** Those of the fields that some certificate has a value of. */
    List<Integer> inUse(Handle tx, Collection<Integer> ids) {
        return tx.createQuery("""
                        SELECT f.id FROM metadata_field f
                         WHERE f.id = ANY (:ids)
                           AND EXISTS (SELECT FROM certificate_metadata m WHERE m.field_id = f.id)
                         ORDER BY f.id
                        """)
                .bindArray("ids", Integer.class, ids)
                .mapTo(Integer.class)
                .list();
    }

    /** With all their values. */
    void delete(Handle tx, Collection<Integer> ids) {
        tx.createUpdate("DELETE FROM certificate_metadata WHERE field_id = ANY (:ids)")
                .bindArray("ids", Integer.class, ids)
                .execute();
        tx.createUpdate("DELETE FROM metadata_field WHERE id = ANY (:ids)")
                .bindArray("ids", Integer.class, ids)
                .execute();
    }

    /** Names and values by certificate; a certificate without metadata is left out. */
    public Map<Integer, Map<String, String>> values(Handle tx, Collection<Integer> certificateIds) {
        Map<Integer, Map<String, String>> values = new HashMap<>();
        tx.createQuery("""
                        SELECT m.certificate_id, f.name, m.value
                          FROM certificate_metadata m JOIN metadata_field f ON f.id = m.field_id
                         WHERE m.certificate_id = ANY (:ids)
                        """)
                .bindArray("ids", Integer.class, certificateIds)
                .map((row, context) -> Map.entry(
                        row.getInt("certificate_id"), Map.entry(row.getString("name"), row.getString("value"))))
                .forEach(row -> values.computeIfAbsent(row.getKey(), id -> new TreeMap<>())
                        .put(row.getValue().getKey(), row.getValue().getValue()));
        return values;
    }

    /**
     * Sets the same values for many certificates.
     *
     * @param valuesByField by id of the field
     * @param overwrite whether a value that is there gives way
     */
    void set(Handle tx, Collection<Integer> certificateIds, Map<Integer, String> valuesByField, boolean overwrite) {
        if (valuesByField.isEmpty() || certificateIds.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        INSERT INTO certificate_metadata (certificate_id, field_id, value)
                        SELECT c.id, new.field_id, new.value
                          FROM unnest(CAST(:ids AS integer[])) AS c (id)
                          CROSS JOIN unnest(CAST(:fieldIds AS integer[]), CAST(:values AS text[]))
                               AS new (field_id, value)
                         ORDER BY 1, 2
                            ON CONFLICT (certificate_id, field_id)\s""" + (overwrite ? "DO UPDATE SET value = excluded.value" : "DO NOTHING"))
                .bindArray("ids", Integer.class, certificateIds)
                .bindArray("fieldIds", Integer.class, List.copyOf(valuesByField.keySet()))
                .bindArray(
                        "values",
                        String.class,
                        valuesByField.keySet().stream().map(valuesByField::get).toList())
                .execute();
    }

    void clear(Handle tx, Collection<Integer> certificateIds, Collection<Integer> fieldIds) {
        tx.createUpdate("""
                        DELETE FROM certificate_metadata
                         WHERE certificate_id = ANY (:ids) AND field_id = ANY (:fieldIds)
                        """)
                .bindArray("ids", Integer.class, certificateIds)
                .bindArray("fieldIds", Integer.class, fieldIds)
                .execute();
    }

    private static MetadataField field(ResultSet row) throws SQLException {
        int type = row.getInt("data_type");
        return new MetadataField(
                row.getInt("id"),
                row.getString("name"),
                row.getString("description"),
                MetadataType.of(type).orElseThrow(() -> new IllegalStateException("No metadata type " + type)),
                row.getString("hint"),
                row.getString("validation"),
                row.getInt("enrollment"),
                row.getString("message"),
                row.getString("options"),
                row.getString("default_value"),
                row.getBoolean("allow_api"),
                row.getBoolean("explicit_update"),
                row.getInt("display_order"));
    }
}
