package io.quartermaster.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final TestDatabase test = TestDatabase.fresh();
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void makeTable() {
        test.database().runInTransaction(tx -> {
            tx.execute("CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL)");
            tx.execute("INSERT INTO counter (id, value) VALUES (1, 0), (2, 0)");
        });
    }

    @AfterEach
    void dropDatabase() {
        test.close();
    }

    private Database database(int attemptsMax) {
        return database(attemptsMax, Duration.ofSeconds(10));
    }

    private Database database(int attemptsMax, Duration statementTimeMax) {
        return new Database(
                test.dataSource(),
                new DatabaseSettings(attemptsMax, Duration.ofMillis(8), Duration.ofMillis(20), statementTimeMax),
                pauses::add,
                new Random(1));
    }

    private int value(int id) {
        return test.database()
                .read(tx -> tx.createQuery("SELECT value FROM counter WHERE id = :id")
                        .bind("id", id)
                        .mapTo(int.class)
                        .one());
    }

    private static void increment(Handle tx, int id) {
        tx.createUpdate("UPDATE counter SET value = value + 1 WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static void failWith(Handle tx, String sqlState) {
        tx.execute("DO $$ BEGIN RAISE EXCEPTION 'made by the test' USING ERRCODE = '" + sqlState + "'; END $$");
    }

    @Test
    void whatTheWorkDidIsKeptWhenItReturns() {
        database(1).runInTransaction(tx -> increment(tx, 1));
        assertThat(value(1)).isEqualTo(1);
    }

    @Test
    void whatTheWorkDidIsGoneWhenItThrows() {
        assertThatThrownBy(() -> database(3).runInTransaction(tx -> {
                    increment(tx, 1);
                    throw new IllegalArgumentException("refused");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refused");
        assertThat(value(1)).isZero();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aSerializationFailureIsTriedAgainAndLeavesNothingOfTheFirstAttempt() {
        AtomicInteger attempts = new AtomicInteger();
        String result = database(3).inTransaction(tx -> {
            increment(tx, 1);
            if (attempts.incrementAndGet() < 3) {
                failWith(tx, "40001");
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(attempts).hasValue(3);
        assertThat(value(1)).isEqualTo(1);
    }

    @Test
    void pausesGrowUpToTheirLimit() {
        assertThatThrownBy(() -> database(30).runInTransaction(tx -> failWith(tx, "40P01")))
                .hasRootCauseInstanceOf(SQLException.class);
        assertThat(pauses).hasSize(29);
        assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(8));
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(20)) <= 0);
        assertThat(pauses).anyMatch(pause -> pause.compareTo(Duration.ofMillis(8)) > 0);
    }

    @Test
    void afterTheLastAttemptTheFailureGoesToTheCaller() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> database(2).runInTransaction(tx -> {
                    attempts.incrementAndGet();
                    failWith(tx, "40001");
                }))
                .hasMessageContaining("made by the test");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void anotherErrorIsNotTriedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> database(5).runInTransaction(tx -> {
                    attempts.incrementAndGet();
                    failWith(tx, "23505");
                }))
                .hasMessageContaining("made by the test");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void ofTwoTransactionsInARealDeadlockBothSucceedInTheEnd() throws Exception {
        Database database = database(5);
        CyclicBarrier bothHoldTheirFirstRow = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<?> upward = threads.submit(() -> crossed(database, bothHoldTheirFirstRow, 1, 2));
            Future<?> downward = threads.submit(() -> crossed(database, bothHoldTheirFirstRow, 2, 1));
            upward.get(60, TimeUnit.SECONDS);
            downward.get(60, TimeUnit.SECONDS);
        }
        assertThat(value(1)).isEqualTo(2);
        assertThat(value(2)).isEqualTo(2);
        assertThat(pauses).isNotEmpty();
    }

    private static void crossed(Database database, CyclicBarrier barrier, int first, int second) {
        AtomicInteger attempts = new AtomicInteger();
        database.runInTransaction(tx -> {
            increment(tx, first);
            if (attempts.incrementAndGet() == 1) {
                meet(barrier);
            }
            increment(tx, second);
        });
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReadMayNotWrite() {
        assertThatThrownBy(() -> database(1).read(tx -> {
                    increment(tx, 1);
                    return 0;
                }))
                .hasMessageContaining("read-only transaction");
        database(1).runInTransaction(tx -> increment(tx, 1));
        assertThat(value(1)).isEqualTo(1);
    }

    @Test
    void aTransactionInsideATransactionIsRefused() {
        Database database = database(1);
        assertThatThrownBy(() -> database.runInTransaction(tx -> database.runInTransaction(inner -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside another");
    }

    @Test
    void aStatementBeyondItsTimeIsCancelled() {
        Database hasty = database(1, Duration.ofSeconds(1));
        assertThatThrownBy(() -> hasty.read(tx -> tx.createQuery("SELECT pg_sleep(30)::text")
                        .mapTo(String.class)
                        .one()))
                .hasMessageContaining("canceling statement");
        assertThat(value(1)).isZero();
    }

    @Test
    void transactionsAreReadCommittedAndLeaveNoSettingBehind() {
        assertThat(setting("transaction_isolation")).isEqualTo("read committed");
        assertThat(setting("statement_timeout")).isEqualTo("0");
    }

    private String setting(String name) {
        return database(1)
                .inTransaction(tx -> tx.createQuery("SELECT current_setting(:name)")
                        .bind("name", name)
                        .mapTo(String.class)
                        .one());
    }
}
