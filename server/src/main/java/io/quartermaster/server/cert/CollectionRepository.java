package io.quartermaster.server.cert;

import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.CollectionScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** Certificate collections. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class CollectionRepository {
    private static final String SELECT =
            "SELECT o.id, o.name, o.description, o.query, o.duplication_field, o.show_on_dashboard, o.favorite"
                    + " FROM certificate_collection o WHERE ";

    Optional<CertificateCollection> find(Handle tx, int id) {
        return tx.createQuery(SELECT + "o.id = :id")
                .bind("id", id)
                .map((row, context) -> collection(row))
                .findOne();
    }

    /** @param name in any case */
    Optional<CertificateCollection> find(Handle tx, String name) {
        return tx.createQuery(SELECT + "lower(o.name) = lower(:name)")
                .bind("name", name)
                .map((row, context) -> collection(row))
                .findOne();
    }

    Optional<CertificateCollection> lock(Handle tx, int id) {
        return tx.createQuery(SELECT + "o.id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> collection(row))
                .findOne();
    }

    List<CertificateCollection> page(
            Handle tx, SqlCondition condition, CollectionScope scope, String orderBy, int limit, long offset) {
        return scoped(
                        tx.createQuery(SELECT + inScope(scope) + " AND " + condition.sql() + " ORDER BY " + orderBy
                                + " LIMIT :limit OFFSET :offset"),
                        scope)
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> collection(row))
                .list();
    }

    long count(Handle tx, SqlCondition condition, CollectionScope scope) {
        return scoped(
                        tx.createQuery("SELECT count(*) FROM certificate_collection o WHERE " + inScope(scope) + " AND "
                                + condition.sql()),
                        scope)
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** The ids are never given again: a permission for a deleted collection is one for none. */
    int nextId(Handle tx) {
        return tx.createQuery("SELECT nextval(pg_get_serial_sequence('certificate_collection', 'id'))")
                .mapTo(Integer.class)
                .one();
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE */
    void insert(Handle tx, CertificateCollection collection) {
        UniqueNames.execute(taken(collection), bind(tx.createUpdate("""
                        INSERT INTO certificate_collection
                               (id, name, description, query, duplication_field, show_on_dashboard, favorite)
                        VALUES (:id, :name, :description, :query, :duplicationField, :showOnDashboard, :favorite)
                        """), collection));
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE */
    void update(Handle tx, CertificateCollection collection) {
        UniqueNames.execute(taken(collection), bind(tx.createUpdate("""
                        UPDATE certificate_collection
                           SET name = :name, description = :description, query = :query,
                               duplication_field = :duplicationField, show_on_dashboard = :showOnDashboard,
                               favorite = :favorite
                         WHERE id = :id
                        """), collection));
    }

    void delete(Handle tx, int id) {
        tx.createUpdate("DELETE FROM certificate_collection WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static String taken(CertificateCollection collection) {
        return "There is another collection named " + collection.name() + ".";
    }

    private static <S extends SqlStatement<S>> S bind(S statement, CertificateCollection collection) {
        return statement
                .bind("id", collection.id())
                .bind("name", collection.name())
                .bind("description", collection.description())
                .bind("query", collection.query())
                .bind("duplicationField", collection.duplicationField().number())
                .bind("showOnDashboard", collection.showOnDashboard())
                .bind("favorite", collection.favorite());
    }

    private static String inScope(CollectionScope scope) {
        return scope instanceof CollectionScope.All ? "TRUE" : "o.id = ANY (:collectionIds)";
    }

    private static Query scoped(Query query, CollectionScope scope) {
        return switch (scope) {
            case CollectionScope.All() -> query;
            case CollectionScope.Only(var ids) -> query.bindArray("collectionIds", Integer.class, ids);
        };
    }

    private static CertificateCollection collection(ResultSet row) throws SQLException {
        int field = row.getInt("duplication_field");
        return new CertificateCollection(
                row.getInt("id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("query"),
                DuplicationField.of(field).orElseThrow(() -> new IllegalStateException("No such field: " + field)),
                row.getBoolean("show_on_dashboard"),
                row.getBoolean("favorite"));
    }
}
