package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryAnalyzerTest {
    private static final UUID GUID = UUID.fromString("6d1f2f0e-7b0a-4a57-9d8c-0b4c5d6e7f80");
    private static final QueryContext CONTEXT = new QueryContext(Instant.parse("2026-03-01T13:45:10Z"), "CORP\\alice");

    private static SqlCondition analyze(FieldSet fields, String query) {
        return QueryAnalyzer.analyze(QueryParser.parse(query), fields, CONTEXT);
    }

    private static OffsetDateTime at(String time) {
        return OffsetDateTime.parse(time);
    }

    private static Stream<Arguments> conditions() {
        return Stream.of(
                // text
                arguments("Text -eq \"x\"", "(lower(s.text) = lower(:q0))", Map.of("q0", "x")),
                arguments("Text -ne \"x\"", "(lower(s.text) IS DISTINCT FROM lower(:q0))", Map.of("q0", "x")),
                arguments("alias -contains \"x\"", "(strpos(lower(s.text), lower(:q0)) > 0)", Map.of("q0", "x")),
                arguments(
                        "Text -notcontains \"x\"",
                        "(s.text IS NULL OR NOT (strpos(lower(s.text), lower(:q0)) > 0))",
                        Map.of("q0", "x")),
                arguments("Text -startswith \"W_\"", "starts_with(lower(s.text), lower(:q0))", Map.of("q0", "W_")),
                arguments(
                        "Text -endswith \"x\"",
                        "(right(lower(s.text), char_length(lower(:q0))) = lower(:q0))",
                        Map.of("q0", "x")),
                arguments("Text -eq NULL", "(s.text IS NULL)", Map.of()),
                arguments("Text -ne null", "(s.text IS NOT NULL)", Map.of()),
                arguments("Text -eq \"NULL\"", "(lower(s.text) = lower(:q0))", Map.of("q0", "NULL")),
                arguments("Text -eq \"%ME%\"", "(lower(s.text) = lower(:q0))", Map.of("q0", "%ME%")),
                arguments("Text -eq \"%TODAY%\"", "(lower(s.text) = lower(:q0))", Map.of("q0", "%TODAY%")),
                arguments("Text -eq \" x \"", "(lower(s.text) = lower(:q0))", Map.of("q0", " x ")),
                // user
                arguments("User -eq \"%me%\"", "(lower(s.account) = lower(:q0))", Map.of("q0", "CORP\\alice")),
                arguments(
                        "User -contains %ME-AN%", "(strpos(lower(s.account), lower(:q0)) > 0)", Map.of("q0", "alice")),
                arguments("User -eq \"x%ME%\"", "(lower(s.account) = lower(:q0))", Map.of("q0", "x%ME%")),
                // date
                arguments(
                        "Date -eq \"2026-01-31\"",
                        "(s.moment >= :q0 AND s.moment < :q1)",
                        Map.of("q0", at("2026-01-31T00:00Z"), "q1", at("2026-02-01T00:00Z"))),
                arguments(
                        "Date -ne \"12/31/2025\"",
                        "(s.moment IS NULL OR s.moment < :q0 OR s.moment >= :q1)",
                        Map.of("q0", at("2025-12-31T00:00Z"), "q1", at("2026-01-01T00:00Z"))),
                arguments("Date -lt \"2026-01-31\"", "(s.moment < :q0)", Map.of("q0", at("2026-01-31T00:00Z"))),
                arguments("Date -le \"2026-01-31\"", "(s.moment <= :q0)", Map.of("q0", at("2026-01-31T00:00Z"))),
                arguments("Date -gt \"2026-01-31\"", "(s.moment > :q0)", Map.of("q0", at("2026-01-31T00:00Z"))),
                arguments("Date -ge \"2026-01-31\"", "(s.moment >= :q0)", Map.of("q0", at("2026-01-31T00:00Z"))),
                arguments(
                        "Date -eq \"2026-01-31T10:00:00\"", "(s.moment = :q0)", Map.of("q0", at("2026-01-31T10:00Z"))),
                arguments(
                        "Date -ne \"2026-01-31 10:00:00Z\"",
                        "(s.moment IS DISTINCT FROM :q0)",
                        Map.of("q0", at("2026-01-31T10:00Z"))),
                arguments(
                        "Date -ge 2026-01-31T12:00:00+02:00",
                        "(s.moment >= :q0)",
                        Map.of("q0", at("2026-01-31T10:00Z"))),
                arguments("Date -gt %TODAY%", "(s.moment > :q0)", Map.of("q0", at("2026-03-01T00:00Z"))),
                arguments("Date -gt \"%TODAY-1%\"", "(s.moment > :q0)", Map.of("q0", at("2026-02-28T00:00Z"))),
                arguments("Date -lt \"%today+30%\"", "(s.moment < :q0)", Map.of("q0", at("2026-03-31T00:00Z"))),
                arguments(
                        "Date -eq \"%TODAY-7%\"",
                        "(s.moment >= :q0 AND s.moment < :q1)",
                        Map.of("q0", at("2026-02-22T00:00Z"), "q1", at("2026-02-23T00:00Z"))),
                arguments("Date -eq NULL", "(s.moment IS NULL)", Map.of()),
                // whole number
                arguments("Number -eq 5", "(s.number = :q0)", Map.of("q0", 5L)),
                arguments("Number -ne \" -5 \"", "(s.number IS DISTINCT FROM :q0)", Map.of("q0", -5L)),
                arguments("Number -le 9223372036854775807", "(s.number <= :q0)", Map.of("q0", Long.MAX_VALUE)),
                arguments("Number -ne NULL", "(s.number IS NOT NULL)", Map.of()),
                // yes or no
                arguments("Flag -eq true", "(s.flag = :q0)", Map.of("q0", true)),
                arguments("Flag -ne \"False\"", "(s.flag IS DISTINCT FROM :q0)", Map.of("q0", false)),
                arguments("Flag -eq NULL", "(s.flag IS NULL)", Map.of()),
                // GUID
                arguments("Guid -eq \"6D1F2F0E-7b0a-4a57-9d8c-0b4c5d6e7f80\"", "(s.guid = :q0)", Map.of("q0", GUID)),
                arguments(
                        "Guid -ne 6d1f2f0e-7b0a-4a57-9d8c-0b4c5d6e7f80",
                        "(s.guid IS DISTINCT FROM :q0)",
                        Map.of("q0", GUID)),
                // listed number
                arguments("Status -eq 2", "(s.status = :q0)", Map.of("q0", 2L)),
                arguments("Status -eq \"2\"", "(s.status = :q0)", Map.of("q0", 2L)),
                arguments("Status -ne \"in process\"", "(s.status IS DISTINCT FROM :q0)", Map.of("q0", 2L)),
                arguments("Status -eq 5", "(s.status = :q0)", Map.of("q0", 5L)),
                arguments("Status -gt 1", "(s.status > :q0)", Map.of("q0", 1L)),
                arguments("Status -lt Completed", "(s.status < :q0)", Map.of("q0", 3L)),
                arguments("Status -eq NULL", "(s.status IS NULL)", Map.of()),
                // set
                arguments(
                        "Set -eq \"x\"",
                        "EXISTS (SELECT 1 FROM unnest(s.texts) AS q_member (q_text)"
                                + " WHERE (lower(q_member.q_text) = lower(:q0)))",
                        Map.of("q0", "x")),
                arguments(
                        "Set -ne \"x\"",
                        "(NOT EXISTS (SELECT 1 FROM unnest(s.texts) AS q_member (q_text)"
                                + " WHERE (lower(q_member.q_text) = lower(:q0))))",
                        Map.of("q0", "x")),
                arguments(
                        "Set -contains \"x\"",
                        "EXISTS (SELECT 1 FROM unnest(s.texts) AS q_member (q_text)"
                                + " WHERE (strpos(lower(q_member.q_text), lower(:q0)) > 0))",
                        Map.of("q0", "x")),
                arguments(
                        "Set -notcontains \"x\"",
                        "(NOT EXISTS (SELECT 1 FROM unnest(s.texts) AS q_member (q_text)"
                                + " WHERE (strpos(lower(q_member.q_text), lower(:q0)) > 0)))",
                        Map.of("q0", "x")),
                arguments("Set -eq NULL", "(coalesce(cardinality(s.texts), 0) = 0)", Map.of()),
                arguments("Set -ne NULL", "(coalesce(cardinality(s.texts), 0) > 0)", Map.of()),
                // job type
                arguments(
                        "JobType -eq \"Inventory\"",
                        "(lower(s.job_type) = lower(:q0) OR lower(s.kind) = lower(:q0))",
                        Map.of("q0", "Inventory")),
                arguments(
                        "JobType -ne \"Inventory\"",
                        "(lower(s.job_type) IS DISTINCT FROM lower(:q0) AND lower(s.kind) IS DISTINCT FROM lower(:q0))",
                        Map.of("q0", "Inventory")),
                arguments(
                        "JobType -contains \"Disc\"",
                        "(strpos(lower(s.job_type), lower(:q0)) > 0)",
                        Map.of("q0", "Disc")),
                arguments(
                        "JobType -notcontains \"Disc\"",
                        "(s.job_type IS NULL OR NOT (strpos(lower(s.job_type), lower(:q0)) > 0))",
                        Map.of("q0", "Disc")),
                arguments("JobType -ne NULL", "(s.job_type IS NOT NULL)", Map.of()),
                // number or name
                arguments("Code -eq 105", "(s.code = :q0)", Map.of("q0", 105L)),
                arguments("Code -eq \"105\"", "(s.code = :q0)", Map.of("q0", 105L)),
                arguments("Code -eq \"RFJKS\"", "(lower(s.code_name) = lower(:q0))", Map.of("q0", "RFJKS")),
                arguments(
                        "Code -ne \"RFJKS\"",
                        "(lower(s.code_name) IS DISTINCT FROM lower(:q0))",
                        Map.of("q0", "RFJKS")),
                arguments("Code -ge 2", "(s.code >= :q0)", Map.of("q0", 2L)),
                arguments("Code -contains \"20\"", "(strpos(lower(s.code_name), lower(:q0)) > 0)", Map.of("q0", "20")),
                arguments("Code -ne null", "(s.code IS NOT NULL)", Map.of()),
                // structure
                arguments(
                        "Flag -eq true AND (Number -eq 1 OR Number -eq NULL OR Text -contains \"a\")",
                        "((s.flag = :q0) AND ((s.number = :q1) OR (s.number IS NULL)"
                                + " OR (strpos(lower(s.text), lower(:q2)) > 0)))",
                        Map.of("q0", true, "q1", 1L, "q2", "a")),
                arguments(
                        "Date -eq \"2026-01-31\" OR Text -eq \"x\"",
                        "((s.moment >= :q0 AND s.moment < :q1) OR (lower(s.text) = lower(:q2)))",
                        Map.of("q0", at("2026-01-31T00:00Z"), "q1", at("2026-02-01T00:00Z"), "q2", "x")));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionBecomesSqlWithBoundValues(String query, String sql, Map<String, Object> bindings) {
        assertThat(analyze(Fields.EVERY_TYPE, query)).isEqualTo(new SqlCondition(sql, bindings));
    }

    private static Stream<Arguments> mistakes() {
        String fields = "Text, User, Date, Number, Flag, Guid, Status, Set, JobType, Code";
        return Stream.of(
                arguments("Nothing -eq 1", 1, "a field of samples (" + fields + ")", "\"Nothing\""),
                arguments(
                        "Text -eq 1 AND (JobTyp -eq 1)",
                        17,
                        "a field of samples (did you mean JobType? There are " + fields + ")",
                        "\"JobTyp\""),
                arguments(
                        "Text -lt 5",
                        6,
                        "an operator that the text field Text has"
                                + " (-eq, -ne, -contains, -notcontains, -startswith, -endswith)",
                        "-lt"),
                arguments(
                        "number -contains 5",
                        8,
                        "an operator that the number field Number has (-eq, -ne, -lt, -le, -gt, -ge)",
                        "-contains"),
                arguments(
                        "Date -startswith 2026",
                        6,
                        "an operator that the date field Date has (-eq, -ne, -lt, -le, -gt, -ge)",
                        "-startswith"),
                arguments("Flag -gt true", 6, "an operator that the yes-or-no field Flag has (-eq, -ne)", "-gt"),
                arguments("Guid -contains 6d1f", 6, "an operator that the GUID field Guid has (-eq, -ne)", "-contains"),
                arguments("Number -lt NULL", 8, "an operator that can stand before NULL (-eq, -ne)", "-lt"),
                arguments("Text -contains NULL", 6, "an operator that can stand before NULL (-eq, -ne)", "-contains"),
                arguments("Number -eq 1.5", 12, "a whole number for Number", "\"1.5\""),
                arguments("Number -eq \"\"", 12, "a whole number for Number", "\"\""),
                arguments("Number -eq \u0665", 12, "a whole number for Number", "\"\u0665\""),
                arguments(
                        "Number -eq 9223372036854775808",
                        12,
                        "a number from -9223372036854775808 to 9223372036854775807 for Number",
                        "\"9223372036854775808\""),
                arguments("Flag -eq yes", 10, "true or false for Flag", "\"yes\""),
                arguments("Guid -eq 5", 10, "a GUID for Guid (8-4-4-4-12 hexadecimal digits)", "\"5\""),
                arguments("Guid -eq 1-1-1-1-1", 10, "a GUID for Guid (8-4-4-4-12 hexadecimal digits)", "\"1-1-1-1-1\""),
                arguments(
                        "Status -eq 4", 12, "one of 0 (Unknown), 2 (In Process), 3 (Completed), 5 for Status", "\"4\""),
                arguments(
                        "Status -eq Compleet",
                        12,
                        "one of 0 (Unknown), 2 (In Process), 3 (Completed), 5 for Status",
                        "\"Compleet\""),
                arguments(
                        "Status -eq 4294967298",
                        12,
                        "one of 0 (Unknown), 2 (In Process), 3 (Completed), 5 for Status",
                        "\"4294967298\""),
                arguments("Code -lt RFJKS", 10, "a whole number for Code", "\"RFJKS\""),
                arguments(
                        "Date -eq yesterday",
                        10,
                        "a date for Date (2026-01-31, 2026-01-31T10:00:00Z, 01/31/2026 or %TODAY-7%)",
                        "\"yesterday\""),
                arguments(
                        "Date -eq \"2026-02-29\"",
                        10,
                        "a date for Date (2026-01-31, 2026-01-31T10:00:00Z, 01/31/2026 or %TODAY-7%)",
                        "\"2026-02-29\""),
                arguments("Date -eq %TODAY-36501%", 10, "at most 36500 days around %TODAY%", "\"%TODAY-36501%\""),
                arguments(
                        "Date -eq %ME%",
                        10, "a date for Date (2026-01-31, 2026-01-31T10:00:00Z, 01/31/2026 or %TODAY-7%)", "\"%ME%\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsColumn(String query, int column, String expected, String found) {
        assertThatThrownBy(() -> analyze(Fields.EVERY_TYPE, query))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.QUERY))
                .hasMessage("Query column %d: expected %s, found %s.", column, expected, found);
    }

    private static Stream<Arguments> queriesOfRealClients() {
        return Stream.of(
                arguments(Fields.SCHEDULED_JOBS, "JobType -contains \"Management\"", List.of("Management")),
                arguments(
                        Fields.SCHEDULED_JOBS,
                        "JobType -contains \"Management\" AND Requested -lt \"%TODAY-7%\"",
                        List.of("Management", at("2026-02-22T00:00Z"))),
                arguments(
                        Fields.SCHEDULED_JOBS,
                        "JobType -contains \"Discovery\" AND JobType -notcontains \"SslDiscovery\"",
                        List.of("Discovery", "SslDiscovery")),
                arguments(
                        Fields.SCHEDULED_JOBS,
                        "ScheduleType -startswith \"W_\" OR ScheduleType -eq NULL",
                        List.of("W_")),
                arguments(Fields.JOB_HISTORY, "JobId -eq \"6d1f2f0e-7b0a-4a57-9d8c-0b4c5d6e7f80\"", List.of(GUID)),
                arguments(Fields.JOB_HISTORY, "JobID -eq \"6D1F2F0E-7B0A-4A57-9D8C-0B4C5D6E7F80\"", List.of(GUID)),
                arguments(
                        Fields.JOB_HISTORY,
                        "JobType -ne \"Inventory\" AND Result -eq \"4\" AND (Status -eq \"4\" OR Status -eq \"3\")",
                        List.of("Inventory", 4L, 4L, 3L)),
                arguments(
                        Fields.JOB_HISTORY,
                        "(Result -eq \"4\" OR Result -eq \"3\") AND (Status -eq \"3\" OR Status -eq \"5\")",
                        List.of(4L, 3L, 3L, 5L)),
                arguments(
                        Fields.JOB_HISTORY,
                        "Result -eq \"Failure\" and status -ne completedwillretry",
                        List.of(4L, 5L)),
                arguments(Fields.AGENTS, "LastSeen -gt \"%TODAY-1%\"", List.of(at("2026-02-28T00:00Z"))),
                arguments(Fields.AGENTS, "clientmachine -eq \"edge-01\" AND status -eq 2", List.of("edge-01", 2L)),
                arguments(Fields.AGENTS, "AgentID -eq \"6d1f2f0e-7b0a-4a57-9d8c-0b4c5d6e7f80\"", List.of(GUID)),
                arguments(Fields.AGENTS, "Capabilities -contains \u201CLOGS\u201D", List.of("LOGS")),
                arguments(
                        Fields.STORES,
                        "(ClientMachine -eq \"a\" OR ClientMachine -eq \"b\")AND (CertStoreType -eq \"RFJKS\")",
                        List.of("a", "b", "RFJKS")),
                arguments(Fields.STORES, "(ClientMachine -eq \"a\")AND (ContainerName -eq \"b\")", List.of("a", "b")),
                arguments(
                        Fields.STORES,
                        "(Category -eq 1)AND ClientMachine -eq \"x\"AND ContainerId -eq 2",
                        List.of(1L, "x", 2L)),
                arguments(
                        Fields.STORES,
                        "ContainerId -eq \"5\" AND StorePath -eq \"p\" AND ClientMachine -eq \"m\"",
                        List.of(5L, "p", "m")),
                arguments(Fields.STORES, "ContainerId -eq 5", List.of(5L)),
                arguments(Fields.STORES, "CertStoreType -ne null", List.of()),
                arguments(Fields.STORES, "approved -eq true", List.of(true)),
                arguments(Fields.STORES, "Approved -eq \"False\"", List.of(false)));
    }

    @ParameterizedTest
    @MethodSource("queriesOfRealClients")
    void theQueriesOfRealClientsAreUnderstood(FieldSet fields, String query, List<Object> bound) {
        SqlCondition condition = analyze(fields, query);
        assertThat(new TreeMap<>(condition.bindings()).values()).containsExactlyElementsOf(bound);
    }

    @Test
    void aSampleWithPrecedenceGivesThisSql() {
        assertThat(analyze(
                        Fields.JOB_HISTORY,
                        "JobType -ne \"Inventory\" AND Result -eq \"4\" AND (Status -eq \"4\" OR Status -eq \"3\")"))
                .isEqualTo(new SqlCondition(
                        "((lower(history.job_type) IS DISTINCT FROM lower(:q0)"
                                + " AND lower(history.kind) IS DISTINCT FROM lower(:q0))"
                                + " AND (history.result = :q1) AND ((history.status = :q2) OR (history.status = :q3)))",
                        Map.of("q0", "Inventory", "q1", 4L, "q2", 4L, "q3", 3L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x' OR '1'='1",
                "'; DROP TABLE agent; --",
                ":q1",
                "::text",
                "?",
                "\\",
                "$1",
                "%",
                "_",
                "/*",
                "\u201C",
            })
    void aValueIsNeverPartOfTheSql(String attack) {
        SqlCondition harmless = analyze(Fields.EVERY_TYPE, "Text -contains \"harmless\" OR Set -endswith \"harmless\"");
        String text = QuotedText.write(attack);
        SqlCondition condition =
                analyze(Fields.EVERY_TYPE, "Text -contains %s OR Set -endswith %s".formatted(text, text));
        assertThat(condition.sql()).isEqualTo(harmless.sql());
        assertThat(condition.bindings()).isEqualTo(Map.of("q0", attack, "q1", attack));
    }

    @Test
    void everyParameterInTheSqlIsBoundAndTheOtherWayRound() {
        String all =
                conditions().map(arguments -> "(" + arguments.get()[0] + ")").collect(Collectors.joining(" OR "));
        SqlCondition condition = analyze(Fields.EVERY_TYPE, all);
        Set<String> parameters = new HashSet<>();
        Pattern.compile(":(\\w+)").matcher(condition.sql()).results().forEach(found -> parameters.add(found.group(1)));
        assertThat(parameters).isEqualTo(condition.bindings().keySet()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\t\n"})
    void noQueryMeansAllRowsOfAList(@Nullable String query) {
        assertThat(QueryAnalyzer.listCondition(query, Fields.AGENTS, CONTEXT)).isEqualTo(SqlCondition.all());
        assertThat(SqlCondition.all()).isEqualTo(new SqlCondition("(TRUE)", Map.of()));
    }

    @Test
    void aQueryOfAListIsParsedAndAnalyzed() {
        assertThat(QueryAnalyzer.listCondition("Status -eq approved", Fields.AGENTS, CONTEXT))
                .isEqualTo(new SqlCondition("(agent.status = :q0)", Map.of("q0", 2L)));
        assertThatThrownBy(() -> QueryAnalyzer.listCondition("Status", Fields.AGENTS, CONTEXT))
                .isInstanceOf(CommandException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CORP\\alice", "alice@corp.example", "alice"})
    void theAccountNameOfTheCallerHasNoDomain(String caller) {
        QueryContext context = new QueryContext(CONTEXT.now(), caller);
        Query query = QueryParser.parse("Identity -eq \"%ME-AN%\" OR Username -eq \"%ME%\"");
        assertThat(QueryAnalyzer.analyze(query, Fields.AGENTS, context).bindings())
                .isEqualTo(Map.of("q0", "alice", "q1", caller));
    }

    @Test
    void todayIsTheDayInUtc() {
        QueryContext lateInTheWest = new QueryContext(
                OffsetDateTime.parse("2026-12-31T20:00:00-05:00").toInstant(), "alice");
        assertThat(QueryAnalyzer.listCondition("LastSeen -ge %TODAY%", Fields.AGENTS, lateInTheWest)
                        .bindings())
                .isEqualTo(Map.of("q0", at("2027-01-01T00:00Z")));
    }
}
