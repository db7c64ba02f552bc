package io.quartermaster.server.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, and conditions over {@link Fields#EVERY_TYPE} together with what they mean for such a row, written
 * down without the analyzer.
 */
final class SampleConditions {
    static final Instant NOW = Instant.parse("2026-03-01T13:45:10Z");
    static final String CALLER = "CORP\\alice";

    static final List<@Nullable String> TEXTS = listOf(
            null,
            "",
            "a",
            "A",
            "ab",
            "Ab",
            "b",
            "xab",
            "a%b",
            "a_b",
            "C:\\a\\b",
            "say \"a\"",
            "NULL",
            "%ME%",
            "\u00C9a",
            "\u00E9A",
            "a b",
            ":q0 ? 1");
    static final List<@Nullable String> ACCOUNTS = listOf(null, "corp\\ALICE", "alice", "bob", "CORP\\alice2");
    static final List<@Nullable Instant> MOMENTS = listOf(
            null,
            Instant.parse("2026-01-30T23:59:59.999999Z"),
            Instant.parse("2026-01-31T00:00:00Z"),
            Instant.parse("2026-01-31T10:00:00Z"),
            Instant.parse("2026-01-31T23:59:59.999999Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-02-28T00:00:00Z"),
            Instant.parse("2026-02-28T10:00:00Z"),
            Instant.parse("2026-03-01T00:00:00Z"));
    static final List<@Nullable Long> NUMBERS = listOf(null, Long.MIN_VALUE, -1L, 0L, 5L, 105L, Long.MAX_VALUE);
    static final List<@Nullable Boolean> FLAGS = listOf(null, true, false);
    static final List<@Nullable UUID> GUIDS = listOf(
            null,
            UUID.fromString("6d1f2f0e-7b0a-4a57-9d8c-0b4c5d6e7f80"),
            UUID.fromString("00000000-0000-0000-0000-000000000000"));
    static final List<@Nullable Integer> STATUSES = listOf(null, 0, 2, 3, 5);
    static final List<@Nullable List<String>> SETS = listOf(
            null, List.of(), List.of("LOGS"), List.of("PEM", "logs"), List.of("PEMX", ""), List.of("null", "a%b"));
    static final List<@Nullable String> JOB_TYPES =
            listOf(null, "Inventory", "WinCertInventory", "WinCertManagement", "RestartService", "inventory");
    static final List<@Nullable String> KINDS = listOf(null, "Inventory", "Management");

    /** One row; every column may be null. */
    record Row(
            int id,
            @Nullable String text,
            @Nullable String account,
            @Nullable Instant moment,
            @Nullable Long number,
            @Nullable Boolean flag,
            @Nullable UUID guid,
            @Nullable Integer status,
            @Nullable List<String> texts,
            @Nullable String jobType,
            @Nullable String kind,
            @Nullable Long code,
            @Nullable String codeName) {}

    /** @param query its text */
    record Meant(String query, Predicate<Row> meaning) {}

    private final List<Meant> all = new ArrayList<>();

    private SampleConditions() {
        texts("Text", Row::text, "", "a", "AB", "%", "_", "\\", "\"", "NULL", "%me%", "\u00E9a", " ", ":q0 ?");
        texts("User", Row::account, "ALICE", "corp\\alice", "o");
        userTokens();
        moments();
        order("Number", Row::number, Long.MIN_VALUE, 0L, 5L, 6L, Long.MAX_VALUE);
        order("Code", Row::code, 0L, 5L, 105L);
        names();
        statuses();
        flagsAndGuids();
        sets();
        jobTypes();
        nulls("Text", Row::text);
        nulls("User", Row::account);
        nulls("Date", Row::moment);
        nulls("Number", Row::number);
        nulls("Flag", Row::flag);
        nulls("Guid", Row::guid);
        nulls("Status", Row::status);
        nulls("Set", row -> row.texts() == null || row.texts().isEmpty() ? null : row.texts());
        nulls("JobType", Row::jobType);
        nulls("Code", Row::code);
    }

    static List<Meant> all() {
        return List.copyOf(new SampleConditions().all);
    }

    private void add(String field, String operator, String value, Predicate<Row> meaning) {
        all.add(new Meant(field + " " + operator + " " + value, meaning));
    }

    private void nulls(String field, Function<Row, ? extends @Nullable Object> get) {
        add(field, "-eq", "NULL", row -> get.apply(row) == null);
        add(field, "-ne", "null", row -> get.apply(row) != null);
    }

    private void texts(String field, Function<Row, @Nullable String> get, String... values) {
        for (String value : values) {
            String quoted = QuotedText.write(value);
            add(field, "-eq", quoted, row -> matches(get.apply(row), value, String::equals));
            add(field, "-ne", quoted, row -> !matches(get.apply(row), value, String::equals));
            search(field, get, quoted, value);
        }
    }

    private void search(String field, Function<Row, @Nullable String> get, String quoted, String value) {
        add(field, "-contains", quoted, row -> matches(get.apply(row), value, String::contains));
        add(field, "-notcontains", quoted, row -> !matches(get.apply(row), value, String::contains));
        add(field, "-startswith", quoted, row -> matches(get.apply(row), value, String::startsWith));
        add(field, "-endswith", quoted, row -> matches(get.apply(row), value, String::endsWith));
    }

    private void userTokens() {
        add("User", "-eq", "%ME%", row -> matches(row.account(), CALLER, String::equals));
        add("User", "-ne", "\"%me-an%\"", row -> !matches(row.account(), "alice", String::equals));
        add("User", "-contains", "%ME%", row -> matches(row.account(), CALLER, String::contains));
    }

    private void moments() {
        for (String written : List.of("2026-01-31T10:00:00", "2026-01-31 10:00:00Z", "2026-01-31T12:00:00+02:00")) {
            Instant moment = Instant.parse("2026-01-31T10:00:00Z");
            compared("Date", '"' + written + '"', Row::moment, moment);
            add("Date", "-eq", '"' + written + '"', row -> Objects.equals(row.moment(), moment));
            add("Date", "-ne", '"' + written + '"', row -> !Objects.equals(row.moment(), moment));
        }
        day("2026-01-31", LocalDate.of(2026, 1, 31));
        day("\"01/31/2026\"", LocalDate.of(2026, 1, 31));
        day("%TODAY%", LocalDate.of(2026, 3, 1));
        day("\"%TODAY-1%\"", LocalDate.of(2026, 2, 28));
    }

    private void day(String written, LocalDate day) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Predicate<Row> onTheDay = row -> row.moment() != null
                && !row.moment().isBefore(start)
                && row.moment().isBefore(start.plus(Duration.ofDays(1)));
        compared("Date", written, Row::moment, start);
        add("Date", "-eq", written, onTheDay);
        add("Date", "-ne", written, onTheDay.negate());
    }

    private void order(String field, Function<Row, @Nullable Long> get, long... values) {
        for (long value : values) {
            String written = value % 2 == 0 ? Long.toString(value) : "\"" + value + "\"";
            add(field, "-eq", written, row -> Objects.equals(get.apply(row), value));
            add(field, "-ne", written, row -> !Objects.equals(get.apply(row), value));
            compared(field, written, get, value);
        }
    }

    private <T extends Comparable<T>> void compared(
            String field, String written, Function<Row, @Nullable T> get, T value) {
        add(field, "-lt", written, row -> holds(get.apply(row), found -> found.compareTo(value) < 0));
        add(field, "-le", written, row -> holds(get.apply(row), found -> found.compareTo(value) <= 0));
        add(field, "-gt", written, row -> holds(get.apply(row), found -> found.compareTo(value) > 0));
        add(field, "-ge", written, row -> holds(get.apply(row), found -> found.compareTo(value) >= 0));
    }

    private void names() {
        for (String name : List.of("a", "Ab", "x")) {
            add("Code", "-eq", name, row -> matches(row.codeName(), name, String::equals));
            add("Code", "-ne", name, row -> !matches(row.codeName(), name, String::equals));
            search("Code", Row::codeName, name, name);
        }
        search("Code", Row::codeName, "5", "5");
    }

    private void statuses() {
        add("Status", "-eq", "\"in process\"", row -> Objects.equals(row.status(), 2));
        add("Status", "-ne", "2", row -> !Objects.equals(row.status(), 2));
        add("Status", "-eq", "\"5\"", row -> Objects.equals(row.status(), 5));
        compared("Status", "Completed", Row::status, 3);
        compared("Status", "4", Row::status, 4);
    }

    private void flagsAndGuids() {
        add("Flag", "-eq", "true", row -> Boolean.TRUE.equals(row.flag()));
        add("Flag", "-ne", "\"True\"", row -> !Boolean.TRUE.equals(row.flag()));
        add("Flag", "-eq", "FALSE", row -> Boolean.FALSE.equals(row.flag()));
        UUID guid = Objects.requireNonNull(GUIDS.get(1));
        add("Guid", "-eq", guid.toString().toUpperCase(Locale.ROOT), row -> guid.equals(row.guid()));
        add("Guid", "-ne", '"' + guid.toString() + '"', row -> !guid.equals(row.guid()));
    }

    private void sets() {
        for (String value : List.of("logs", "PEM", "", "%", "null")) {
            String quoted = QuotedText.write(value);
            add("Set", "-eq", quoted, row -> any(row, value, String::equals));
            add("Set", "-ne", quoted, row -> !any(row, value, String::equals));
            add("Set", "-contains", quoted, row -> any(row, value, String::contains));
            add("Set", "-notcontains", quoted, row -> !any(row, value, String::contains));
            add("Set", "-startswith", quoted, row -> any(row, value, String::startsWith));
            add("Set", "-endswith", quoted, row -> any(row, value, String::endsWith));
        }
    }

    private void jobTypes() {
        for (String value : List.of("Inventory", "wincertinventory", "Management", "RestartService", "")) {
            String quoted = QuotedText.write(value);
            Predicate<Row> fullOrGeneric =
                    row -> matches(row.jobType(), value, String::equals) || matches(row.kind(), value, String::equals);
            add("JobType", "-eq", quoted, fullOrGeneric);
            add("JobType", "-ne", quoted, fullOrGeneric.negate());
            search("JobType", Row::jobType, quoted, value);
        }
    }

    private static boolean any(Row row, String value, BiPredicate<String, String> fits) {
        return row.texts() != null && row.texts().stream().anyMatch(text -> matches(text, value, fits));
    }

    private static boolean matches(@Nullable String found, String value, BiPredicate<String, String> fits) {
        return found != null && fits.test(found.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
    }

    private static <T> boolean holds(@Nullable T found, Predicate<T> condition) {
        return found != null && condition.test(found);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> List<@Nullable T> listOf(@Nullable T... values) {
        List<@Nullable T> list = new ArrayList<>();
        for (@Nullable T value : values) {
            list.add(value);
        }
        return list;
    }
}
