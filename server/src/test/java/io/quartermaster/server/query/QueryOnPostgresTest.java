package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.query.SampleConditions.Meant;
import io.quartermaster.server.query.SampleConditions.Row;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the SQL selects the rows the query means. Method: random rows with many nulls in a real PostgreSQL; every
 * condition alone, and random trees of them, select the same rows there as a reading of the same condition in memory that
 * shares no code with the analyzer.
 */
class QueryOnPostgresTest {
    private static final int ROWS = 400;
    private static final int TREES_PER_SEED = 40;
    private static final QueryContext CONTEXT = new QueryContext(SampleConditions.NOW, SampleConditions.CALLER);
    private static final List<Meant> CONDITIONS = SampleConditions.all();
    private static final List<Row> SAMPLES = rows(new SplittableRandom(42));
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    @BeforeAll
    static void fillTable() {
        DATABASE.database().runInTransaction(tx -> {
            tx.execute("CREATE TABLE sample (id int PRIMARY KEY, text text, account text, moment timestamptz,"
                    + " number bigint, flag boolean, guid uuid, status smallint, texts text[], job_type text,"
                    + " kind text, code int, code_name text)");
            insert(tx);
        });
    }

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    private static void insert(Handle tx) {
        PreparedBatch batch = tx.prepareBatch("INSERT INTO sample (id, text, account, moment, number, flag, guid,"
                + " status, texts, job_type, kind, code, code_name) VALUES (:id, :text, :account, :moment, :number, :flag,"
                + " :guid, :status, :texts, :jobType, :kind, :code, :codeName)");
        for (Row row : SAMPLES) {
            batch.bind("id", row.id())
                    .bind("text", row.text())
                    .bind("account", row.account())
                    .bind("moment", row.moment() == null ? null : row.moment().atOffset(ZoneOffset.UTC))
                    .bind("number", row.number())
                    .bind("flag", row.flag())
                    .bind("guid", row.guid())
                    .bind("status", row.status())
                    .bindArray("texts", String.class, row.texts() == null ? List.of() : row.texts())
                    .bind("jobType", row.jobType())
                    .bind("kind", row.kind())
                    .bind("code", row.code())
                    .bind("codeName", row.codeName())
                    .add();
        }
        batch.execute();
        SAMPLES.stream()
                .filter(row -> row.texts() == null)
                .forEach(row -> tx.execute("UPDATE sample SET texts = NULL WHERE id = ?", row.id()));
    }

    @Test
    void everyConditionSelectsTheRowsItMeans() {
        assertThat(CONDITIONS).hasSizeGreaterThan(200);
        for (Meant condition : CONDITIONS) {
            assertSameRows(condition.query(), condition.meaning());
        }
    }

    private static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void treesOfConditionsSelectTheRowsTheyMean(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int i = 0; i < TREES_PER_SEED; i++) {
            Meant tree = tree(random, 3);
            assertSameRows(tree.query(), tree.meaning());
        }
    }

    private static Meant tree(RandomGenerator random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return CONDITIONS.get(random.nextInt(CONDITIONS.size()));
        }
        Meant left = tree(random, depth - 1);
        Meant right = tree(random, depth - 1);
        return random.nextBoolean()
                ? new Meant(
                        "(%s) AND (%s)".formatted(left.query(), right.query()),
                        left.meaning().and(right.meaning()))
                : new Meant(
                        "(%s) OR (%s)".formatted(left.query(), right.query()),
                        left.meaning().or(right.meaning()));
    }

    private static void assertSameRows(String query, Predicate<Row> meaning) {
        assertSameRows(query, Fields.EVERY_TYPE, meaning);
        assertSameRows(query, Fields.EVERY_TYPE_OF_OWNER, meaning);
    }

    private static void assertSameRows(String query, FieldSet fields, Predicate<Row> meaning) {
        SqlCondition condition = QueryAnalyzer.listCondition(query, fields, CONTEXT);
        List<Integer> found = DATABASE.database()
                .read(tx -> tx.createQuery("SELECT s.id FROM sample s WHERE " + condition.sql() + " ORDER BY s.id")
                        .bindMap(condition.bindings())
                        .mapTo(Integer.class)
                        .list());
        List<Integer> expected = SAMPLES.stream().filter(meaning).map(Row::id).toList();
        assertThat(found).as("%s as %s", query, condition).isEqualTo(expected);
    }

    @Test
    void aBlankQuerySelectsAllRows() {
        assertSameRows(" ", row -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Text", "Alias", "User", "Date", "Number", "Flag", "Guid", "Status", "JobType", "Code"})
    void everySortedListHasEveryRowOnce(String field) {
        assertThat(sorted(field, false)).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(sorted(field, true)).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void aFieldOfAnotherTableSortsAsOneOfTheRow() {
        assertThat(sorted(Fields.EVERY_TYPE_OF_OWNER, "Text", true)).isEqualTo(sorted("Text", true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsWithoutAValueStandLastInAscendingOrderAndRowsAlikeStandById(boolean descending) {
        Comparator<Long> order = Comparator.nullsLast(Comparator.naturalOrder());
        Comparator<Row> expected = Comparator.comparing(Row::number, descending ? order.reversed() : order);
        assertThat(sorted("Number", descending))
                .isEqualTo(SAMPLES.stream()
                        .sorted(expected.thenComparingInt(Row::id))
                        .map(Row::id)
                        .toList());
    }

    private static List<Integer> sorted(String field, boolean descending) {
        return sorted(Fields.EVERY_TYPE, field, descending);
    }

    private static List<Integer> sorted(FieldSet fields, String field, boolean descending) {
        String order = fields.orderBy(field, descending);
        return DATABASE.database()
                .read(tx -> tx.createQuery("SELECT s.id FROM sample s ORDER BY " + order)
                        .mapTo(Integer.class)
                        .list());
    }

    private static List<Row> rows(RandomGenerator random) {
        List<Row> rows = new ArrayList<>();
        for (int id = 1; id <= ROWS; id++) {
            Long code = pick(random, SampleConditions.NUMBERS.subList(2, 6));
            rows.add(new Row(
                    id,
                    pick(random, SampleConditions.TEXTS),
                    pick(random, SampleConditions.ACCOUNTS),
                    pick(random, SampleConditions.MOMENTS),
                    pick(random, SampleConditions.NUMBERS),
                    pick(random, SampleConditions.FLAGS),
                    pick(random, SampleConditions.GUIDS),
                    pick(random, SampleConditions.STATUSES),
                    pick(random, SampleConditions.SETS),
                    pick(random, SampleConditions.JOB_TYPES),
                    pick(random, SampleConditions.KINDS),
                    random.nextInt(5) == 0 ? null : code,
                    pick(random, SampleConditions.TEXTS)));
        }
        return rows;
    }

    private static <T> @Nullable T pick(RandomGenerator random, List<@Nullable T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
