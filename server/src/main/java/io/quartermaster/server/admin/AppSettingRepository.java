package io.quartermaster.server.admin;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/** What people have set; settings that nobody has set have no row. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class AppSettingRepository {
    private static final GenericType<Map<Integer, String>> BY_ID = new GenericType<>() {};

    /** By the id of the setting. */
    Map<Integer, String> all(Handle tx) {
        return tx.createQuery("SELECT id, value FROM app_setting")
                .setMapKeyColumn("id")
                .setMapValueColumn("value")
                .collectInto(BY_ID);
    }

    /** Until the transaction ends nobody else changes settings; they can be read. */
    Map<Integer, String> lock(Handle tx) {
        tx.execute("LOCK TABLE app_setting IN SHARE ROW EXCLUSIVE MODE");
        return all(tx);
    }

    void put(Handle tx, List<ShownSetting> changed, String actor, Instant now) {
        tx.createUpdate("""
                        INSERT INTO app_setting (id, value, changed_at, changed_by)
                        SELECT sent.id, sent.value, :now, :actor FROM unnest(:ids, :values) AS sent (id, value)
                        ON CONFLICT (id) DO UPDATE
                          SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
                        """)
                .bindArray(
                        "ids",
                        Integer.class,
                        changed.stream().map(shown -> shown.setting().id()).toList())
                .bindArray(
                        "values",
                        String.class,
                        changed.stream().map(ShownSetting::value).toList())
                .bind("now", now)
                .bind("actor", actor)
                .execute();
    }
}
