package io.quartermaster.server.store;

import static java.util.stream.Collectors.toMap;

import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/**
 * Store types. Every method works in the caller's transaction. Safe for many threads.
 *
 * <p>Who adds a store holds a share of the lock on the row of its type, who changes or deletes the type all of it: so no store
 * is made after a definition that is no more.
 */
@Singleton
public class StoreTypeRepository {
    /** What types can be searched for and sorted by. */
    static final FieldSet FIELDS = FieldSet.of("certificate store types", "t.id")
            .integer("t.id", "StoreType", "Id")
            .text("t.name", "Name")
            .text("t.short_name", "ShortName")
            .text("t.capability", "Capability")
            .enumeration(need("PrivateKeyAllowed"), StoreFields.NEEDS, "PrivateKeyAllowed")
            .enumeration(need("CustomAliasAllowed"), StoreFields.NEEDS, "CustomAliasAllowed")
            .bool(StoreFields.supports("Add"), "AddSupported")
            .bool(StoreFields.supports("Create"), "CreateSupported")
            .bool(StoreFields.supports("Discovery"), "DiscoverySupported")
            .bool(StoreFields.supports("Enrollment"), "EnrollmentSupported")
            .bool(StoreFields.supports("Remove"), "RemoveSupported")
            .bool("CAST(t.definition ->> 'ServerRequired' AS boolean)", "ServerRequired")
            .bool("CAST(t.definition ->> 'LocalStore' AS boolean)", "LocalStore")
            .bool("CAST(t.definition ->> 'BlueprintAllowed' AS boolean)", "BlueprintAllowed")
            .build();

    static final String DEFAULT_SORT = "Name";

    /** Of a statement that calls the type {@code t}; for {@link #type}. */
    static final String COLUMNS = """
            t.id AS type_id, t.name AS type_name, t.short_name, t.capability, t.inventory_job_type, t.management_job_type,
            t.discovery_job_type, t.reenrollment_job_type, t.definition
            """;

    public Optional<StoreType> find(Handle tx, int id) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM certificate_store_type t WHERE t.id = :id")
                .bind("id", id)
                .map(StoreTypeRepository::type)
                .findOne();
    }

    /** All of them, by id. */
    public List<StoreType> all(Handle tx) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM certificate_store_type t ORDER BY t.id")
                .map(StoreTypeRepository::type)
                .list();
    }

    /** One page of the types that match. */
    List<StoreType> page(Handle tx, SqlCondition condition, Paging paging, String orderBy) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM certificate_store_type t WHERE " + condition.sql()
                        + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", paging.limit())
                .bind("offset", paging.offset())
                .map(StoreTypeRepository::type)
                .list();
    }

    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM certificate_store_type t WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** The type of a short name, in any case. */
    Optional<StoreType> find(Handle tx, String shortName) {
        return tx.createQuery("SELECT " + COLUMNS
                        + " FROM certificate_store_type t WHERE lower(t.short_name) = lower(:shortName)")
                .bind("shortName", shortName)
                .map(StoreTypeRepository::type)
                .findOne();
    }

    /** Keeps a type as it is until the transaction ends. */
    void keep(Handle tx, int id) {
        tx.createQuery("SELECT t.id FROM certificate_store_type t WHERE t.id = :id FOR KEY SHARE")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne();
    }

    /** From now on until the transaction ends nobody else adds, changes or deletes a type; reading and using them goes on. */
    void lockAll(Handle tx) {
        tx.execute("LOCK TABLE certificate_store_type IN SHARE ROW EXCLUSIVE MODE");
    }

    /** Locks types in the order of their ids, and reads them; waits for those who are adding stores of them. */
    List<StoreType> lock(Handle tx, Collection<Integer> ids) {
        return tx.createQuery("SELECT " + COLUMNS
                        + " FROM certificate_store_type t WHERE t.id = ANY (:ids) ORDER BY t.id FOR UPDATE")
                .bindArray("ids", Integer.class, ids)
                .map(StoreTypeRepository::type)
                .list();
    }

    int nextId(Handle tx) {
        return tx.createQuery("SELECT CAST(nextval('certificate_store_type_id') AS integer)")
                .mapTo(Integer.class)
                .one();
    }

    /** @param type with a name, short name and capability that no other type has */
    void insert(Handle tx, StoreType type) {
        bound(tx.createUpdate("""
                        INSERT INTO certificate_store_type
                               (id, name, short_name, capability, inventory_job_type, management_job_type,
                                discovery_job_type, reenrollment_job_type, definition)
                        VALUES (:id, :name, :shortName, :capability, :inventory, :management, :discovery, :reenrollment,
                                CAST(:definition AS jsonb))
                        """), type).execute();
    }

    /** @param type as {@link #insert}; the caller holds its lock */
    void update(Handle tx, StoreType type) {
        bound(tx.createUpdate("""
                        UPDATE certificate_store_type
                           SET name = :name, short_name = :shortName, capability = :capability,
                               inventory_job_type = :inventory, management_job_type = :management,
                               discovery_job_type = :discovery, reenrollment_job_type = :reenrollment,
                               definition = CAST(:definition AS jsonb)
                         WHERE id = :id
                        """), type).execute();
    }

    private static Update bound(Update statement, StoreType type) {
        return statement
                .bind("id", type.id())
                .bind("name", type.name())
                .bind("shortName", type.shortName())
                .bind("capability", type.capability())
                .bind("inventory", type.inventoryJobType())
                .bind("management", type.managementJobType())
                .bind("discovery", type.discoveryJobType())
                .bind("reenrollment", type.reenrollmentJobType())
                .bind("definition", StoreJson.write(type.definition()));
    }

    void delete(Handle tx, Collection<Integer> ids) {
        tx.createUpdate("DELETE FROM certificate_store_type WHERE id = ANY (:ids)")
                .bindArray("ids", Integer.class, ids)
                .execute();
    }

    /** What there is of some types, by the type's id; those of which there is nothing are left out. */
    Map<Integer, StoreTypeUse> uses(Handle tx, Collection<Integer> ids) {
        return tx
                .createQuery("""
                        SELECT * FROM (
                          SELECT t.id,
                                 (SELECT count(*) FROM certificate_store s WHERE s.store_type_id = t.id) AS stores,
                                 (SELECT count(*) FROM certificate_store_container c WHERE c.store_type_id = t.id) AS containers,
                                 (SELECT count(DISTINCT b.blueprint_id) FROM agent_blueprint_store b
                                   WHERE b.store_type_id = t.id) AS blueprints,
                                 (SELECT count(*) FROM job_cap j WHERE j.store_type_id = t.id) AS caps,
                                 (SELECT count(*) FROM scheduled_job j
                                   WHERE j.job_type_id IN (t.inventory_job_type, t.management_job_type, t.discovery_job_type,
                                                           t.reenrollment_job_type)) AS jobs
                            FROM certificate_store_type t
                           WHERE t.id = ANY (:ids)) AS u
                         WHERE u.stores + u.containers + u.blueprints + u.caps + u.jobs > 0
                        """)
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> Map.entry(
                        row.getInt("id"),
                        new StoreTypeUse(
                                row.getLong("stores"),
                                row.getLong("containers"),
                                row.getLong("blueprints"),
                                row.getLong("caps"),
                                row.getLong("jobs"))))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How many approved agents have announced that they can do some kind of job with stores of a capability. */
    long announced(Handle tx, String capability) {
        return tx.createQuery("""
                        SELECT count(*) FROM agent a
                         WHERE a.status = 2
                           AND EXISTS (SELECT FROM unnest(a.capabilities) AS name
                                        WHERE starts_with(lower(name), lower(:beginning)))
                        """)
                .bind("beginning", Capabilities.CERTIFICATE_STORES_PREFIX + capability + ".")
                .mapTo(Long.class)
                .one();
    }

    private static String need(String member) {
        return "CASE t.definition ->> '" + member + "' WHEN 'Forbidden' THEN 0 WHEN 'Optional' THEN 1 ELSE 2 END";
    }

    static StoreType type(ResultSet row, StatementContext context) throws SQLException {
        return new StoreType(
                row.getInt("type_id"),
                row.getString("type_name"),
                row.getString("short_name"),
                row.getString("capability"),
                row.getObject("inventory_job_type", UUID.class),
                row.getObject("management_job_type", UUID.class),
                row.getObject("discovery_job_type", UUID.class),
                row.getObject("reenrollment_job_type", UUID.class),
                StoreJson.read(row.getString("definition"), StoreTypeDefinition.class));
    }
}
