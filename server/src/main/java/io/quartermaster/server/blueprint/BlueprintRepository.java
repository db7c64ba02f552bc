package io.quartermaster.server.blueprint;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.store.StoreTemplate;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Blueprints with their stores and jobs. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class BlueprintRepository {
    private static final String BLUEPRINTS =
            "SELECT b.id, b.name, b.required_capabilities, b.modified_at FROM agent_blueprint b ";

    private static final String FROM_STORES =
            " FROM agent_blueprint_store s JOIN certificate_store_type t ON t.id = s.store_type_id ";

    private static final String STORES = """
            SELECT s.id, s.blueprint_id, s.store_type_id, s.store_path, s.container_id, s.create_if_missing, s.properties,
                   s.secret_properties, s.has_password, t.short_name, t.capability
            """ + FROM_STORES;

    private static final String FROM_JOBS =
            " FROM agent_blueprint_job j LEFT JOIN agent_blueprint_store s ON s.id = j.blueprint_store_id ";

    private static final String JOBS = """
            SELECT j.id, j.blueprint_id, j.blueprint_store_id, j.kind, j.job_type_id, j.job_type, j.schedule,
                   j.requested_at, j.field_values, j.secret_fields
            """ + FROM_JOBS;

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    Optional<Blueprint> find(Handle tx, UUID id) {
        return tx.createQuery(BLUEPRINTS + "WHERE b.id = :id")
                .bind("id", id)
                .map((row, context) -> blueprint(row))
                .findOne();
    }

    /** A blueprint; until the transaction ends, nobody deletes it. */
    Optional<Blueprint> lockForUse(Handle tx, UUID id) {
        return tx.createQuery(BLUEPRINTS + "WHERE b.id = :id FOR SHARE")
                .bind("id", id)
                .map((row, context) -> blueprint(row))
                .findOne();
    }

    List<Blueprint> page(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        return paged(tx.createQuery(BLUEPRINTS + page(condition, orderBy)), condition, limit, offset)
                .map((row, context) -> blueprint(row))
                .list();
    }

    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM agent_blueprint b WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** All stores of a blueprint, by path. */
    List<BlueprintStore> stores(Handle tx, UUID blueprintId) {
        return tx.createQuery(STORES + "WHERE s.blueprint_id = :blueprintId ORDER BY s.store_path, s.id")
                .bind("blueprintId", blueprintId)
                .map((row, context) -> store(row))
                .list();
    }

    List<BlueprintStore> pageOfStores(
            Handle tx, UUID blueprintId, SqlCondition condition, String orderBy, int limit, long offset) {
        return paged(tx.createQuery(STORES + ofBlueprint("s", condition, orderBy)), condition, limit, offset)
                .bind("blueprintId", blueprintId)
                .map((row, context) -> store(row))
                .list();
    }

    long countOfStores(Handle tx, UUID blueprintId, SqlCondition condition) {
        return count(tx, FROM_STORES + "WHERE s.blueprint_id = :blueprintId AND ", blueprintId, condition);
    }

    /** All jobs of a blueprint: those of stores by path, then the others by type. */
    List<BlueprintJob> jobs(Handle tx, UUID blueprintId) {
        return tx.createQuery(JOBS + "WHERE j.blueprint_id = :blueprintId ORDER BY s.store_path, j.job_type, j.id")
                .bind("blueprintId", blueprintId)
                .map((row, context) -> job(row))
                .list();
    }

    List<BlueprintJob> pageOfJobs(
            Handle tx, UUID blueprintId, SqlCondition condition, String orderBy, int limit, long offset) {
        return paged(tx.createQuery(JOBS + ofBlueprint("j", condition, orderBy)), condition, limit, offset)
                .bind("blueprintId", blueprintId)
                .map((row, context) -> job(row))
                .list();
    }

    long countOfJobs(Handle tx, UUID blueprintId, SqlCondition condition) {
        return count(tx, FROM_JOBS + "WHERE j.blueprint_id = :blueprintId AND ", blueprintId, condition);
    }

    /**
     * Adds a blueprint.
     *
     * @throws io.quartermaster.server.error.CommandException NAME_IN_USE when there is one of this name, in any case
     */
    void insert(Handle tx, Blueprint blueprint, List<BlueprintStore> stores, List<BlueprintJob> jobs) {
        UniqueNames.execute(
                "There is a blueprint '" + blueprint.name() + "' already; case does not matter.",
                tx.createUpdate("""
                        INSERT INTO agent_blueprint (id, name, required_capabilities, modified_at)
                        VALUES (:id, :name, :requiredCapabilities, :modifiedAt)
                        """)
                        .bind("id", blueprint.id())
                        .bind("name", blueprint.name())
                        .bindArray("requiredCapabilities", String.class, blueprint.requiredCapabilities())
                        .bind("modifiedAt", blueprint.modifiedAt()));
        insertStores(
                tx,
                blueprint.id(),
                stores.stream().map(BlueprintStore::template).toList());
        insertJobs(tx, blueprint.id(), jobs);
    }

    // Arrays go as the text of a JSON array each: those of PostgreSQL that hold arrays are rectangles.
    private static void insertStores(Handle tx, UUID blueprintId, List<StoreTemplate> stores) {
        tx.createUpdate("""
                        INSERT INTO agent_blueprint_store
                               (id, blueprint_id, store_type_id, store_path, container_id, create_if_missing, properties,
                                secret_properties, has_password)
                        SELECT new.id, :blueprintId, new.type_id, new.path, new.container_id, new.create_if_missing,
                               CAST(new.properties AS jsonb),
                               ARRAY (SELECT jsonb_array_elements_text(CAST(new.secret_properties AS jsonb))),
                               new.has_password
                          FROM unnest(CAST(:ids AS uuid[]), CAST(:typeIds AS integer[]), CAST(:paths AS text[]),
                                      CAST(:containerIds AS integer[]), CAST(:createIfMissing AS boolean[]),
                                      CAST(:properties AS text[]), CAST(:secretProperties AS text[]),
                                      CAST(:hasPassword AS boolean[]))
                               AS new (id, type_id, path, container_id, create_if_missing, properties, secret_properties,
                                       has_password)
                        """)
                .bind("blueprintId", blueprintId)
                .bindArray(
                        "ids",
                        UUID.class,
                        stores.stream().map(StoreTemplate::id).toList())
                .bindArray(
                        "typeIds",
                        Integer.class,
                        stores.stream().map(StoreTemplate::typeId).toList())
                .bindArray(
                        "paths",
                        String.class,
                        stores.stream().map(StoreTemplate::storePath).toList())
                .bindArray(
                        "containerIds",
                        Integer.class,
                        stores.stream().map(StoreTemplate::containerId).toArray())
                .bindArray(
                        "createIfMissing",
                        Boolean.class,
                        stores.stream().map(StoreTemplate::createIfMissing).toList())
                .bindArray(
                        "properties",
                        String.class,
                        stores.stream().map(store -> json(store.properties())).toList())
                .bindArray(
                        "secretProperties",
                        String.class,
                        stores.stream()
                                .map(store -> json(store.secretProperties()))
                                .toList())
                .bindArray(
                        "hasPassword",
                        Boolean.class,
                        stores.stream().map(StoreTemplate::password).toList())
                .execute();
    }

    private static void insertJobs(Handle tx, UUID blueprintId, List<BlueprintJob> jobs) {
        tx.createUpdate("""
                        INSERT INTO agent_blueprint_job
                               (id, blueprint_id, blueprint_store_id, kind, job_type_id, job_type, schedule, requested_at,
                                field_values, secret_fields)
                        SELECT new.id, :blueprintId, new.store_id, new.kind, new.job_type_id, new.job_type, new.schedule,
                               CAST(new.requested_at AS timestamptz), CAST(new.field_values AS jsonb),
                               ARRAY (SELECT jsonb_array_elements_text(CAST(new.secret_fields AS jsonb)))
                          FROM unnest(CAST(:ids AS uuid[]), CAST(:storeIds AS uuid[]), CAST(:kinds AS text[]),
                                      CAST(:jobTypeIds AS uuid[]), CAST(:jobTypes AS text[]), CAST(:schedules AS text[]),
                                      CAST(:requestedAt AS text[]), CAST(:values AS text[]), CAST(:secretFields AS text[]))
                               AS new (id, store_id, kind, job_type_id, job_type, schedule, requested_at, field_values,
                                       secret_fields)
                        """)
                .bind("blueprintId", blueprintId)
                .bindArray(
                        "ids", UUID.class, jobs.stream().map(BlueprintJob::id).toList())
                .bindArray(
                        "storeIds",
                        UUID.class,
                        jobs.stream().map(BlueprintJob::storeId).toArray())
                .bindArray(
                        "kinds",
                        String.class,
                        jobs.stream().map(job -> job.kind().name()).toList())
                .bindArray(
                        "jobTypeIds",
                        UUID.class,
                        jobs.stream().map(BlueprintJob::jobTypeId).toList())
                .bindArray(
                        "jobTypes",
                        String.class,
                        jobs.stream().map(BlueprintJob::jobType).toList())
                .bindArray(
                        "schedules",
                        String.class,
                        jobs.stream().map(job -> job.schedule().text()).toList())
                .bindArray(
                        "requestedAt",
                        String.class,
                        jobs.stream().map(job -> job.requestedAt().toString()).toList())
                .bindArray(
                        "values",
                        String.class,
                        jobs.stream().map(job -> json(job.values())).toList())
                .bindArray(
                        "secretFields",
                        String.class,
                        jobs.stream().map(job -> json(job.secretFields())).toList())
                .execute();
    }

    /** Removes a blueprint with its stores and jobs. @return empty when there is none */
    Optional<Blueprint> delete(Handle tx, UUID id) {
        return tx.createQuery("""
                        DELETE FROM agent_blueprint WHERE id = :id RETURNING id, name, required_capabilities, modified_at
                        """)
                .bind("id", id)
                .map((row, context) -> blueprint(row))
                .findOne();
    }

    /**
     * Which of the jobs of no store some agents have already: of the same type, with the same schedule and the same
     * values, secrets apart.
     *
     * @param values by the blueprint's job
     * @return by the agent's id the ids of the blueprint's jobs
     */
    Map<UUID, Set<UUID>> existingJobs(Handle tx, Collection<UUID> agentIds, Map<UUID, Map<String, String>> values) {
        return tx
                .createQuery("""
                        SELECT DISTINCT j.agent_id, b.id AS job_id
                          FROM unnest(CAST(:jobIds AS uuid[]), CAST(:values AS text[])) AS w (id, field_values)
                          JOIN agent_blueprint_job b ON b.id = w.id
                          JOIN scheduled_job j ON j.agent_id = ANY (:agentIds) AND j.job_type_id = b.job_type_id
                           AND j.schedule = b.schedule AND j.fields - b.secret_fields = CAST(w.field_values AS jsonb)
                        """)
                .bindArray("agentIds", UUID.class, agentIds)
                .bindArray("jobIds", UUID.class, values.keySet())
                .bindArray(
                        "values",
                        String.class,
                        values.values().stream().map(BlueprintRepository::json).toList())
                .map((row, context) ->
                        Map.entry(row.getObject("agent_id", UUID.class), row.getObject("job_id", UUID.class)))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    }

    private static String page(SqlCondition condition, String orderBy) {
        return "WHERE " + condition.sql() + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset";
    }

    private static String ofBlueprint(String alias, SqlCondition condition, String orderBy) {
        return "WHERE " + alias + ".blueprint_id = :blueprintId AND " + condition.sql() + " ORDER BY " + orderBy
                + " LIMIT :limit OFFSET :offset";
    }

    private static Query paged(Query query, SqlCondition condition, int limit, long offset) {
        return query.bindMap(condition.bindings()).bind("limit", limit).bind("offset", offset);
    }

    private static long count(Handle tx, String from, UUID blueprintId, SqlCondition condition) {
        return tx.createQuery("SELECT count(*)" + from + condition.sql())
                .bindMap(condition.bindings())
                .bind("blueprintId", blueprintId)
                .mapTo(Long.class)
                .one();
    }

    private static Blueprint blueprint(ResultSet row) throws SQLException {
        return new Blueprint(
                row.getObject("id", UUID.class),
                row.getString("name"),
                textArray(row, "required_capabilities"),
                row.getTimestamp("modified_at").toInstant());
    }

    private static BlueprintStore store(ResultSet row) throws SQLException {
        return new BlueprintStore(
                row.getObject("blueprint_id", UUID.class),
                new StoreTemplate(
                        row.getObject("id", UUID.class),
                        row.getInt("store_type_id"),
                        row.getString("store_path"),
                        row.getObject("container_id", Integer.class),
                        row.getBoolean("create_if_missing"),
                        textMap(row, "properties"),
                        textArray(row, "secret_properties"),
                        row.getBoolean("has_password")),
                row.getString("short_name"),
                Capabilities.CERTIFICATE_STORES_PREFIX + row.getString("capability") + ".Inventory");
    }

    private static BlueprintJob job(ResultSet row) throws SQLException {
        return new BlueprintJob(
                row.getObject("id", UUID.class),
                row.getObject("blueprint_id", UUID.class),
                row.getObject("blueprint_store_id", UUID.class),
                JobKind.valueOf(row.getString("kind")),
                row.getObject("job_type_id", UUID.class),
                row.getString("job_type"),
                (Schedule.Recurring) Schedule.ofText(row.getString("schedule")),
                row.getTimestamp("requested_at").toInstant(),
                textMap(row, "field_values"),
                textArray(row, "secret_fields"));
    }

    private static List<String> textArray(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Map<String, String> textMap(ResultSet row, String column) throws SQLException {
        try {
            return JSON.readValue(row.getString(column), TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The column " + column + " does not hold an object of texts", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON", e);
        }
    }
}
