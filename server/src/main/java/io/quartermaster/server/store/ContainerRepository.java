package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Containers of stores. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
class ContainerRepository {
    /** Unknown ids are left out. */
    List<Container> find(Handle tx, Collection<Integer> ids) {
        return tx.createQuery(
                        "SELECT id, name, store_type_id, schedule FROM certificate_store_container WHERE id = ANY (:ids)")
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> {
                    String schedule = row.getString("schedule");
                    return new Container(
                            row.getInt("id"),
                            row.getString("name"),
                            row.getInt("store_type_id"),
                            schedule == null ? null : Schedule.ofText(schedule));
                })
                .list();
    }
}
