package io.quartermaster.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.TestDatabase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

class EventsMigrationTest {
    private static final int EVENTS = 100_000;

    @Test
    void theEventsOfAnOlderDatabaseAreNotRewritten() {
        try (TestDatabase test = TestDatabase.fresh()) {
            FluentConfiguration older = Flyway.configure()
                    .dataSource(test.jdbcUrl(), test.user(), test.password())
                    .schemas("older");
            older.target("9").load().migrate();
            test.database()
                    .runInTransaction(tx -> tx.execute(
                            "INSERT INTO older.job_event (agent_id, job_id, at, event, actor) SELECT gen_random_uuid(), gen_random_uuid(), now(), 'SCHEDULED', 'alice' FROM generate_series(1, ?)",
                            EVENTS));
            long before = file(test);
            older.target("10").load().migrate();
            assertThat(file(test)).isEqualTo(before);
            assertThat(test.database()
                            .<Long>read(tx -> tx.createQuery(
                                            "SELECT count(*) FROM older.job_event WHERE transaction IS NULL")
                                    .mapTo(Long.class)
                                    .one()))
                    .isEqualTo(EVENTS);
        }
    }

    private static long file(TestDatabase test) {
        return test.database()
                .<Long>read(tx -> tx.createQuery("SELECT pg_relation_filenode('older.job_event_default')")
                        .mapTo(Long.class)
                        .one());
    }
}
