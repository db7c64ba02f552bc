package io.quartermaster.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class OutageTest {
    @Test
    void aDatabaseThatDoesNotAnswerIsAway() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/nowhere");
        Database database = new Database(nowhere, DatabaseSettings.DEFAULT, pause -> {}, new Random(1));
        assertThat(Outage.caused(catchThrowable(() -> database.runInTransaction(tx -> {}))))
                .isTrue();
    }

    @Test
    void oneThatEndsTheConnectionIsAway() {
        try (TestDatabase test = TestDatabase.fresh()) {
            assertThat(Outage.caused(catchThrowable(() -> test.database()
                            .runInTransaction(tx -> tx.execute("SELECT pg_terminate_backend(pg_backend_pid())")))))
                    .isTrue();
        }
    }

    @Test
    void oneThatRefusesAStatementIsNotAway() {
        try (TestDatabase test = TestDatabase.fresh()) {
            Throwable refused =
                    catchThrowable(() -> test.database().runInTransaction(tx -> tx.execute("SELECT 1 / 0")));
            assertThat(refused).isNotNull();
            assertThat(Outage.caused(refused)).isFalse();
        }
    }
}
