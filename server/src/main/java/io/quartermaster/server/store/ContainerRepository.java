package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Containers of stores. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
class ContainerRepository {
    Optional<Container> find(Handle tx, int id) {
        return tx.createQuery(
                        "SELECT id, name, store_type_id, schedule FROM certificate_store_container WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> {
                    String schedule = row.getString("schedule");
                    return new Container(
                            row.getInt("id"),
                            row.getString("name"),
                            row.getInt("store_type_id"),
                            schedule == null ? null : Schedule.ofText(schedule));
                })
                .findOne();
    }
}
