package io.quartermaster.server.store;

import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Containers of stores. Every method works in the caller's transaction. Safe for many threads.
 *
 * <p>Who puts a store into a container holds a share of the lock on its row, who changes or deletes it all of it. This lock
 * is taken before those of stores.
 */
@Singleton
class ContainerRepository {
    /** What containers can be searched for and sorted by. */
    static final FieldSet FIELDS = FieldSet.of("certificate store containers", "c.id")
            .integer("c.id", "Id")
            .text("c.name", "Name")
            .integer("c.store_type_id", "CertStoreType", "Category")
            .bool("(c.schedule IS NOT NULL)", "HasSchedule")
            .build();

    static final String DEFAULT_SORT = "Name";

    private static final String COLUMNS = "c.id, c.name, c.store_type_id, c.schedule, c.overwrite_schedules";
    private static final String FROM = " FROM certificate_store_container c";
    private static final String CONTAINERS = "SELECT " + COLUMNS + FROM;

    /**
     * A container in a list.
     *
     * @param stores how many are in it
     */
    record Counted(Container container, long stores) {}

    /** Unknown ids are left out. */
    List<Container> find(Handle tx, Collection<Integer> ids) {
        return tx.createQuery(CONTAINERS + " WHERE c.id = ANY (:ids)")
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> container(row))
                .list();
    }

    /** The same; those that are found stay as they are until the transaction ends. */
    List<Container> keep(Handle tx, Collection<Integer> ids) {
        return tx.createQuery(CONTAINERS + " WHERE c.id = ANY (:ids) ORDER BY c.id FOR KEY SHARE")
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> container(row))
                .list();
    }

    Optional<Container> find(Handle tx, int id) {
        return tx.createQuery(CONTAINERS + " WHERE c.id = :id")
                .bind("id", id)
                .map((row, context) -> container(row))
                .findOne();
    }

    /** Until the transaction ends nobody else changes or deletes it, or puts a store into it. */
    Optional<Container> lock(Handle tx, int id) {
        return tx.createQuery(CONTAINERS + " WHERE c.id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> container(row))
                .findOne();
    }

    /** One page of the containers that match and lie in the scope. */
    List<Counted> page(Handle tx, SqlCondition condition, ContainerScope scope, Paging paging, String orderBy) {
        return scoped(
                        tx.createQuery("SELECT " + COLUMNS
                                + ", (SELECT count(*) FROM certificate_store s WHERE s.container_id = c.id) AS stores"
                                + FROM + " WHERE " + inScope(scope) + " AND " + condition.sql() + " ORDER BY " + orderBy
                                + " LIMIT :limit OFFSET :offset"),
                        scope)
                .bindMap(condition.bindings())
                .bind("limit", paging.limit())
                .bind("offset", paging.offset())
                .map((row, context) -> new Counted(container(row), row.getLong("stores")))
                .list();
    }

    long count(Handle tx, SqlCondition condition, ContainerScope scope) {
        return scoped(
                        tx.createQuery("SELECT count(*) FROM certificate_store_container c WHERE " + inScope(scope)
                                + " AND " + condition.sql()),
                        scope)
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    private static String inScope(ContainerScope scope) {
        return switch (scope) {
            case ContainerScope.All() -> "TRUE";
            case ContainerScope.Only(var ids) -> "c.id = ANY (:containerIds)";
        };
    }

    private static Query scoped(Query query, ContainerScope scope) {
        return switch (scope) {
            case ContainerScope.All() -> query;
            case ContainerScope.Only(var ids) -> query.bindArray("containerIds", Integer.class, ids);
        };
    }

    int nextId(Handle tx) {
        return tx.createQuery(
                        "SELECT CAST(nextval(pg_get_serial_sequence('certificate_store_container', 'id')) AS integer)")
                .mapTo(Integer.class)
                .one();
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE when there is one of this name, in any case */
    void insert(Handle tx, Container container) {
        UniqueNames.execute(
                taken(container), bound(tx.createUpdate("""
                        INSERT INTO certificate_store_container (id, name, store_type_id, schedule, overwrite_schedules)
                        VALUES (:id, :name, :typeId, :schedule, :overwriteSchedules)
                        """), container).bind("typeId", container.typeId()));
    }

    /**
     * Everything but its type.
     *
     * @throws io.quartermaster.server.error.CommandException NAME_IN_USE when another one has this name, in any case
     */
    void update(Handle tx, Container container) {
        UniqueNames.execute(taken(container), bound(tx.createUpdate("""
                        UPDATE certificate_store_container
                           SET name = :name, schedule = :schedule, overwrite_schedules = :overwriteSchedules
                         WHERE id = :id
                        """), container));
    }

    private static Update bound(Update statement, Container container) {
        @Nullable Schedule schedule = container.schedule();
        return statement
                .bind("id", container.id())
                .bind("name", container.name())
                .bind("schedule", schedule == null ? null : schedule.text())
                .bind("overwriteSchedules", container.overwriteSchedules());
    }

    void delete(Handle tx, int id) {
        tx.createUpdate("DELETE FROM certificate_store_container WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static String taken(Container container) {
        return "There is a container '" + container.name() + "' already; case does not matter.";
    }

    private static Container container(ResultSet row) throws SQLException {
        String schedule = row.getString("schedule");
        return new Container(
                row.getInt("id"),
                row.getString("name"),
                row.getInt("store_type_id"),
                schedule == null ? null : Schedule.ofText(schedule),
                row.getBoolean("overwrite_schedules"));
    }
}
