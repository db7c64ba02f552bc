package io.quartermaster.server.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a simulated world is made of, and how its steps look at it. One thread only. */
final class Scene {
    static final int STORES = 2;
    static final UUID JOB_TYPE_ID = new UUID(7, 7);
    static final int CONTAINER = 1;
    static final Caller OPERATOR =
            new Caller("operator", List.of("Administrator"), Grants.of(List.of(PermissionString.parse("/"))));

    final Random random;
    final Database database;
    final SimulatedClock clock = new SimulatedClock(Instant.parse("2027-02-28T23:50:00Z"));
    final Ids ids;
    final Coverage coverage;
    final Controls controls;
    final List<StorePlace> stores = new ArrayList<>();

    /** Every job that people have scheduled or put back, in that order. */
    final List<UUID> known = new ArrayList<>();

    /** The last attempt there was when a job was taken off the schedule: no later one may be of this job. */
    final Map<UUID, Long> unscheduledAfter = new HashMap<>();

    /** For a failure's message. */
    String lastAction = "start";

    final Servers servers;

    Scene(long seed, TestDatabase testDatabase, Coverage coverage) {
        this.random = new Random(seed);
        this.database = testDatabase.database();
        this.ids = new Ids(clock, random);
        this.coverage = coverage;
        this.controls = new Controls(this.database);
        this.servers = new Servers(testDatabase.dataSource(), clock, ids, random, coverage);
        for (int i = 0; i < STORES; i++) {
            stores.add(new StorePlace(ids.next(), "machine", "/store-" + i));
        }
        database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO certificate_store_type (id, name, short_name, capability, definition, inventory_job_type)
                    VALUES (9000, 'Simulated', 'SIM', 'SIM', '{}', gen_random_uuid()) ON CONFLICT DO NOTHING
                    """);
            tx.execute(
                    "INSERT INTO certificate_store_container (id, name, store_type_id) VALUES (?, 'Simulated', 9000)"
                            + " ON CONFLICT DO NOTHING",
                    CONTAINER);
            stores.forEach(
                    store -> tx.execute("""
                    INSERT INTO certificate_store (id, store_type_id, container_id, client_machine, store_path, approved,
                                                   create_if_missing, properties, created_at)
                    VALUES (?, 9000, ?, ?, ?, true, false, '{}', now())
                    """, store.storeId(), CONTAINER, store.clientMachine(), store.storePath()));
        });
        database.runInTransaction(tx -> tx.execute(
                "INSERT INTO custom_job_type (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                JOB_TYPE_ID,
                SimulatedWork.JOB_TYPE));
    }

    /** Any of the servers: no two commands need the same one. */
    SimulatedServer server() {
        return servers.any();
    }

    /** Notes that these jobs are off the schedule for good. */
    void off(Set<UUID> jobs) {
        long attempts = number("SELECT coalesce(max(id), 0) FROM job_history");
        jobs.forEach(job -> unscheduledAfter.put(job, attempts));
    }

    NewJob job(UUID agentId, @Nullable StorePlace store, Schedule schedule) {
        return new NewJob(
                ids.next(),
                agentId,
                JobKind.CUSTOM,
                JOB_TYPE_ID,
                SimulatedWork.JOB_TYPE,
                store,
                null,
                schedule,
                NewJob.PRIORITY_NORMAL,
                JsonNodeFactory.instance.objectNode());
    }

    Set<UUID> gone(Set<UUID> before) {
        Set<UUID> gone = new HashSet<>(before);
        gone.removeAll(idsOf("SELECT id FROM scheduled_job"));
        return gone;
    }

    List<UUID> agentIds() {
        return database.read(tx -> tx.createQuery("SELECT id FROM agent ORDER BY id")
                .mapTo(UUID.class)
                .list());
    }

    Set<UUID> idsOf(String sql) {
        return new HashSet<>(
                database.read(tx -> tx.createQuery(sql).mapTo(UUID.class).set()));
    }

    long number(String sql) {
        return database.read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    UUID pick(List<UUID> list) {
        return list.get(random.nextInt(list.size()));
    }

    void require(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(lastAction + ": " + problem);
        }
    }
}
