package io.quartermaster.server.job;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.agent.JobTypeSource;
import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The custom job types and their fields. Every method works in the caller's transaction. Safe for many threads.
 *
 * <p>Who schedules a job of a type holds a share of the lock on the type's row, who changes or deletes the type all of
 * it: of the two, one comes first. This lock is taken before all others.
 */
@Singleton
public class CustomJobTypeRepository implements JobTypeSource {
    static final FieldSet FIELDS = FieldSet.of("custom job types", "t.id")
            .guid("t.id", "Id")
            .text("t.name", "JobTypeName")
            .text("t.description", "Description")
            .build();

    private static final String TYPES = "SELECT t.id, t.name, t.description FROM custom_job_type t";

    @Override
    public Map<UUID, String> capabilities(Handle tx) {
        return tx
                .createQuery(TYPES)
                .map((row, context) -> Map.entry(JobRows.uuid(row, "id"), Capabilities.custom(row.getString("name"))))
                .stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** One type. */
    Optional<CustomJobType> find(Handle tx, UUID id) {
        return one(tx, tx.createQuery(TYPES + " WHERE t.id = :id").bind("id", id));
    }

    /** One page of the types that fit. */
    List<CustomJobType> find(Handle tx, SqlCondition condition, String orderBy, long offset, int limit) {
        return withFields(
                tx,
                tx.createQuery(TYPES + " WHERE " + condition.sql() + " ORDER BY " + orderBy
                                + " LIMIT :limit OFFSET :offset")
                        .bindMap(condition.bindings())
                        .bind("limit", limit)
                        .bind("offset", offset));
    }

    /** All that fit. */
    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM custom_job_type t WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** The type of a name, in any case; until the transaction ends, it is neither changed nor deleted. */
    Optional<CustomJobType> lockForScheduling(Handle tx, String name) {
        return one(
                tx,
                tx.createQuery(TYPES + " WHERE lower(t.name) = lower(:name) FOR SHARE")
                        .bind("name", name));
    }

    /** Types, in the order of their ids; until the transaction ends, none is changed or deleted. Unknown ids are left out. */
    List<CustomJobType> lockForScheduling(Handle tx, Collection<UUID> ids) {
        return withFields(
                tx,
                tx.createQuery(TYPES + " WHERE t.id = ANY (:ids) ORDER BY t.id FOR SHARE")
                        .bindArray("ids", UUID.class, ids));
    }

    /** A type; until the transaction ends, nobody else changes it or schedules a job of it. */
    Optional<CustomJobType> lockForChange(Handle tx, UUID id) {
        return one(tx, tx.createQuery(TYPES + " WHERE t.id = :id FOR UPDATE").bind("id", id));
    }

    /** @throws CommandException NAME_IN_USE when there is a type of this name, in any case */
    void insert(Handle tx, CustomJobType type) {
        UniqueNames.execute(
                taken(type),
                tx.createUpdate("INSERT INTO custom_job_type (id, name, description) VALUES (:id, :name, :description)")
                        .bind("id", type.id())
                        .bind("name", type.name())
                        .bind("description", type.description()));
        insertFields(tx, type);
    }

    /** @throws CommandException NAME_IN_USE when another type has this name, in any case */
    void update(Handle tx, CustomJobType type) {
        UniqueNames.execute(
                taken(type),
                tx.createUpdate("UPDATE custom_job_type SET name = :name, description = :description WHERE id = :id")
                        .bind("id", type.id())
                        .bind("name", type.name())
                        .bind("description", type.description()));
        tx.createUpdate("DELETE FROM custom_job_type_field WHERE custom_job_type_id = :id")
                .bind("id", type.id())
                .execute();
        insertFields(tx, type);
    }

    /** Notes that the name or the fields of a type are not what they were. */
    void noteChange(Handle tx, UUID id, Instant now) {
        tx.createUpdate("UPDATE custom_job_type SET changed_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    /** Removes a type with its fields. */
    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM custom_job_type WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static void insertFields(Handle tx, CustomJobType type) {
        List<CustomJobTypeField> fields = type.fields();
        UniqueNames.execute(
                "Two fields have the same name; case does not matter.",
                tx.createUpdate("""
                        INSERT INTO custom_job_type_field
                               (custom_job_type_id, position, name, type, default_value, required)
                        SELECT :id, field.*
                          FROM unnest(CAST(:positions AS smallint[]), CAST(:names AS text[]), CAST(:types AS smallint[]),
                                      CAST(:defaults AS text[]), CAST(:required AS boolean[])) AS field
                        """)
                        .bind("id", type.id())
                        .bindArray(
                                "positions",
                                Integer.class,
                                IntStream.range(0, fields.size()).boxed().toList())
                        .bindArray(
                                "names",
                                String.class,
                                fields.stream().map(CustomJobTypeField::name).toList())
                        .bindArray(
                                "types",
                                Integer.class,
                                fields.stream()
                                        .map(field -> field.type().number())
                                        .toList())
                        .bindArray(
                                "defaults",
                                String.class,
                                fields.stream()
                                        .map(CustomJobTypeField::defaultValue)
                                        .toArray())
                        .bindArray(
                                "required",
                                Boolean.class,
                                fields.stream()
                                        .map(CustomJobTypeField::required)
                                        .toList()));
    }

    private static String taken(CustomJobType type) {
        return "There is a custom job type '" + type.name() + "' already; case does not matter.";
    }

    private static Optional<CustomJobType> one(Handle tx, Query types) {
        return withFields(tx, types).stream().findFirst();
    }

    private static List<CustomJobType> withFields(Handle tx, Query types) {
        List<Head> heads = types.map((row, context) ->
                        new Head(JobRows.uuid(row, "id"), row.getString("name"), row.getString("description")))
                .list();
        Map<UUID, List<CustomJobTypeField>> fields =
                fields(tx, heads.stream().map(Head::id).toList());
        return heads.stream()
                .map(head -> new CustomJobType(
                        head.id(),
                        new CustomJobTypeDefinition(
                                head.name(), head.description(), fields.getOrDefault(head.id(), List.of()))))
                .toList();
    }

    private static Map<UUID, List<CustomJobTypeField>> fields(Handle tx, List<UUID> typeIds) {
        return tx
                .createQuery("""
                        SELECT custom_job_type_id, name, type, default_value, required
                          FROM custom_job_type_field
                         WHERE custom_job_type_id = ANY (:typeIds)
                         ORDER BY custom_job_type_id, position
                        """)
                .bindArray("typeIds", UUID.class, typeIds)
                .map((row, context) -> Map.entry(
                        JobRows.uuid(row, "custom_job_type_id"),
                        new CustomJobTypeField(
                                row.getString("name"),
                                FieldValueType.withNumber(row.getInt("type")),
                                row.getString("default_value"),
                                row.getBoolean("required"))))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    private record Head(UUID id, String name, @Nullable String description) {}
}
