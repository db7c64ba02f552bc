package io.quartermaster.server.store;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Store types. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class StoreTypeRepository {
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
