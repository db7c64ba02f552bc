package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.Query.Columns;
import io.quartermaster.server.query.Query.Condition;
import io.quartermaster.server.query.Query.Value;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueryParserTest {
    private static final Columns ANYWHERE = new Columns(0, 0, 0);

    private static Query condition(String field, Operator operator, String text) {
        return new Condition(field, operator, new Value.Text(text), ANYWHERE);
    }

    private static final Query A = condition("A", Operator.EQ, "1");
    private static final Query B = condition("B", Operator.EQ, "2");
    private static final Query C = condition("C", Operator.EQ, "3");

    private static Stream<Arguments> structures() {
        return Stream.of(
                arguments("A -eq 1", A),
                arguments("  A   -eq\t1 \r\n", A),
                arguments("A\u00A0-eq\u00A01", A),
                arguments("(A -eq 1)", A),
                arguments("( ( A -eq \"1\" ) )", A),
                arguments("A -EQ \"1\"", A),
                arguments("A -eq\"1\"", A),
                arguments("A -eq 1 AND B -eq 2", Query.allOf(List.of(A, B))),
                arguments("A -eq 1 and B -eq 2 aNd C -eq 3", Query.allOf(List.of(A, B, C))),
                arguments("A -eq 1 OR B -eq 2 or C -eq 3", Query.anyOf(List.of(A, B, C))),
                arguments("A -eq 1 OR B -eq 2 AND C -eq 3", Query.anyOf(List.of(A, Query.allOf(List.of(B, C))))),
                arguments("A -eq 1 AND B -eq 2 OR C -eq 3", Query.anyOf(List.of(Query.allOf(List.of(A, B)), C))),
                arguments("(A -eq 1 OR B -eq 2) AND C -eq 3", Query.allOf(List.of(Query.anyOf(List.of(A, B)), C))),
                arguments("A -eq 1 AND (B -eq 2 OR C -eq 3)", Query.allOf(List.of(A, Query.anyOf(List.of(B, C))))),
                arguments("A -eq 1 AND (B -eq 2 AND C -eq 3)", Query.allOf(List.of(A, B, C))),
                arguments("(A -eq 1 OR B -eq 2) OR C -eq 3", Query.anyOf(List.of(A, B, C))),
                arguments("(A -eq 1)AND B -eq \"2\"AND C -eq 3", Query.allOf(List.of(A, B, C))),
                arguments("(A -eq 1)AND (B -eq \"2\")", Query.allOf(List.of(A, B))),
                arguments("(A -eq 1)AND(B -eq 2)OR(C -eq 3)", Query.anyOf(List.of(Query.allOf(List.of(A, B)), C))),
                arguments("A -eq \"1\"OR(B -eq 2)", Query.anyOf(List.of(A, B))));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void andBindsTighterAndWhiteSpaceIsOptionalAroundParenthesesAndAfterQuotes(String text, Query expected) {
        assertThat(QueryParser.parse(text)).isEqualTo(expected);
    }

    private static Stream<Arguments> values() {
        return Stream.of(
                arguments("\"plain\"", "plain"),
                arguments("bare", "bare"),
                arguments("\"\"", ""),
                arguments("\"two words\"", "two words"),
                arguments("\" kept \"", " kept "),
                arguments("\"say \\\"hi\\\"\"", "say \"hi\""),
                arguments("\"say \"\"hi\"\"\"", "say \"hi\""),
                arguments("\"\"\"\"", "\""),
                arguments("\"\\\"\"", "\""),
                arguments("\"NULL\"", "NULL"),
                arguments("\"null\"", "null"),
                arguments("\"C:\\certs\\site.pem\"", "C:\\certs\\site.pem"),
                arguments("\"\\\\server\\share\"", "\\\\server\\share"),
                arguments("\"C:\\certs\\\\\"", "C:\\certs\\"),
                arguments("C:\\certs\\", "C:\\certs\\"),
                arguments("\"a\\\\\\\"b\"", "a\\\"b"),
                arguments("\"a\\\\\"\"b\"", "a\\\"b"),
                arguments("\u201CLOGS\u201D", "LOGS"),
                arguments("\u201CLOGS\"", "LOGS"),
                arguments("\u201DLOGS\u201C", "LOGS"),
                arguments("\u201ELOGS\u201C", "LOGS"),
                arguments("\u201Csay \\\u201Dhi\\\u201D\u201D", "say \u201Dhi\u201D"),
                arguments("\"the \u201Cfirst\u201D\"", "the \u201Cfirst\u201D"),
                arguments("%TODAY-7%", "%TODAY-7%"),
                arguments("/opt/certs/site.pem", "/opt/certs/site.pem"),
                arguments("it's", "it's"),
                arguments("a(b", "a(b"),
                arguments("-5", "-5"),
                arguments("AND", "AND"),
                arguments("\"AND B -eq 2\"", "AND B -eq 2"),
                arguments("\"'; DROP TABLE agent; --\"", "'; DROP TABLE agent; --"),
                arguments("\"\uD83D\uDD11\"", "\uD83D\uDD11"),
                arguments("\"line\nbreak\"", "line\nbreak"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsQuotedOrBare(String text, String expected) {
        assertThat(QueryParser.parse("A -eq " + text)).isEqualTo(condition("A", Operator.EQ, expected));
    }

    @Test
    void aBareNullInAnyCaseIsNoValue() {
        Query isNull = new Condition("A", Operator.EQ, new Value.Null(), ANYWHERE);
        assertThat(QueryParser.parse("A -eq NULL")).isEqualTo(isNull);
        assertThat(QueryParser.parse("(A -eq null)")).isEqualTo(isNull);
        assertThat(QueryParser.parse("A -eq nullable")).isEqualTo(condition("A", Operator.EQ, "nullable"));
    }

    @Test
    void everyOperatorIsReadInAnyCase() {
        for (Operator operator : Operator.values()) {
            assertThat(QueryParser.parse("A " + operator.word() + " x")).isEqualTo(condition("A", operator, "x"));
            assertThat(QueryParser.parse("A " + operator.word().toUpperCase(Locale.ROOT) + " x"))
                    .isEqualTo(condition("A", operator, "x"));
        }
    }

    @Test
    void aFieldNameHoldsLettersDigitsUnderlinesDotsAndDashesBeforeLetters() {
        for (String field :
                List.of("a", "CertStoreType", "x9", "a_b", "a.b", "Email-Contact", "and", "\u00DCber", "a.")) {
            assertThat(QueryParser.parse(field + " -eq 1")).isEqualTo(condition(field, Operator.EQ, "1"));
        }
    }

    @Test
    void theTreeRemembersTheColumnsInCharacters() {
        assertThat(QueryParser.parse("A -eq \"\uD83D\uDD11\" AND (Status -lt 3)"))
                .asInstanceOf(InstanceOfAssertFactories.type(Query.And.class))
                .extracting(and -> and.terms().get(1))
                .asInstanceOf(InstanceOfAssertFactories.type(Condition.class))
                .extracting(Condition::columns)
                .isEqualTo(new Columns(16, 23, 27));
    }

    private static final String OPERATORS =
            "an operator (-eq, -ne, -lt, -le, -gt, -ge, -contains, -notcontains, -startswith, -endswith)";

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("", 1, "a field name or an opening parenthesis", "the end of the query"),
                arguments("   ", 4, "a field name or an opening parenthesis", "the end of the query"),
                arguments("5 -eq 5", 1, "a field name or an opening parenthesis", "\"5\""),
                arguments("\"A\" -eq 5", 1, "a field name or an opening parenthesis", "\"\"A\"\""),
                arguments("A", 2, OPERATORS, "the end of the query"),
                arguments("A = 5", 3, OPERATORS, "\"=\""),
                arguments("Status -like 5", 8, OPERATORS, "\"-like\""),
                arguments(
                        "Status-eq 5",
                        11,
                        OPERATORS.replace(
                                ")", ") after a space, as a dash may be part of a field name like \"Status-eq\""),
                        "\"5\""),
                arguments("A eq 5", 3, OPERATORS, "\"eq\""),
                arguments("A -eq5", 3, OPERATORS, "\"-eq5\""),
                arguments("A -eq", 6, "a value", "the end of the query"),
                arguments("(A -eq )", 8, "a value", "a closing parenthesis"),
                arguments("A -eq (1)", 7, "a value", "an opening parenthesis"),
                arguments("A -eq \"x", 7, "a closing quote for the value that begins here", "the end of the query"),
                arguments(
                        "A -eq \"C:\\certs\\\"",
                        7,
                        "a closing quote for the value that begins here",
                        "the end of the query"),
                arguments(
                        "A -eq \"x\u201D", 7, "a closing quote for the value that begins here", "the end of the query"),
                arguments("A -eq 1 B -eq 2", 9, "AND, OR or the end of the query", "\"B\""),
                arguments("A -eq 1 ANDB -eq 2", 9, "AND, OR or the end of the query", "\"ANDB\""),
                arguments("A -eq 1 XOR B -eq 2", 9, "AND, OR or the end of the query", "\"XOR\""),
                arguments("A -eq 1) AND B -eq 2", 8, "AND, OR or the end of the query", "a closing parenthesis"),
                arguments("A -eq 1 AND", 12, "a field name or an opening parenthesis", "the end of the query"),
                arguments("A -eq 1 AND AND", 16, OPERATORS, "the end of the query"),
                arguments("A -eq 1 OR (", 13, "a field name or an opening parenthesis", "the end of the query"),
                arguments("()", 2, "a field name or an opening parenthesis", "a closing parenthesis"),
                arguments(
                        "B -eq 2 OR (A -eq 1",
                        20,
                        "AND, OR or a closing parenthesis for the one in column 12",
                        "the end of the query"),
                arguments("(A -eq 1 B", 10, "AND, OR or a closing parenthesis for the one in column 1", "\"B\""),
                arguments("NOT (A -eq 1)", 5, OPERATORS, "an opening parenthesis"),
                arguments("A -eq \"a\u0000b\"", 9, "a character that text can hold", "U+0000"),
                arguments("A -eq a\uD83D", 8, "a character that text can hold", "U+D83D"),
                arguments(
                        "A -eq 1 " + "x".repeat(70),
                        9,
                        "AND, OR or the end of the query",
                        "\"" + "x".repeat(60) + "\" and more"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsColumn(String text, int column, String expected, String found) {
        assertThatThrownBy(() -> QueryParser.parse(text))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.QUERY))
                .hasMessage("Query column %d: expected %s, found %s.", column, expected, found);
    }

    @Test
    void aQueryMayHave8000Characters() {
        String longest = "A -eq \"" + "x".repeat(QueryParser.QUERY_LENGTH_MAX - 8) + "\"";
        assertThat(longest).hasSize(8_000);
        assertThat(QueryParser.parse(longest)).isInstanceOf(Condition.class);
        assertThatThrownBy(() -> QueryParser.parse(longest + " "))
                .isInstanceOf(CommandException.class)
                .hasMessage("The query has 8001 characters; at most 8000 are allowed.");
    }

    @Test
    void aQueryMayHave100Conditions() {
        String most = String.join(" OR ", Collections.nCopies(QueryParser.CONDITIONS_MAX, "A -eq 1"));
        assertThat(QueryParser.parse(most))
                .asInstanceOf(InstanceOfAssertFactories.type(Query.Or.class))
                .satisfies(or -> assertThat(or.terms()).hasSize(100));
        assertThatThrownBy(() -> QueryParser.parse(most + " OR Status -eq 1"))
                .isInstanceOf(CommandException.class)
                .hasMessage("Query column 1101: expected at most 100 conditions, found \"Status\".");
    }

    @Test
    void parenthesesMayBe20Deep() {
        String deepest = "(".repeat(QueryParser.DEPTH_MAX) + "A -eq 1" + ")".repeat(QueryParser.DEPTH_MAX);
        assertThat(QueryParser.parse(deepest)).isEqualTo(A);
        assertThat(QueryParser.parse(deepest + " AND " + deepest)).isEqualTo(Query.allOf(List.of(A, A)));
        assertThatThrownBy(() -> QueryParser.parse("(" + deepest + ")"))
                .isInstanceOf(CommandException.class)
                .hasMessage("Query column 21: expected at most 20 parentheses within each other, found an opening"
                        + " parenthesis.");
    }

    @Test
    void theCanonicalTextHasQuotesAndOnlyTheParenthesesItNeeds() {
        assertThat(QueryParser.parse("((a -EQ 1)and(b -ne null or c -contains x))")
                        .print())
                .isEqualTo("a -eq \"1\" AND (b -ne NULL OR c -contains \"x\")");
    }
}
