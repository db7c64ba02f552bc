package io.quartermaster.server.query;

import io.quartermaster.server.query.Query.Columns;
import io.quartermaster.server.query.Query.Condition;
import io.quartermaster.server.query.Query.Value;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random trees of queries that mean nothing; with awkward values. */
final class Queries {
    private static final int DEPTH_MAX = 4;
    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final List<String> FIELDS =
            List.of("A", "Status", "JobType", "and", "OR", "null", "a.b", "Email-Contact", "x_1");
    private static final List<String> PIECES = List.of(
            "",
            "a",
            "NULL",
            "AND",
            " ",
            "\"",
            "\\",
            "\\\\",
            "\"\"",
            "(",
            ")",
            "'",
            "%",
            "_",
            "\u201C",
            "\u201D",
            "\u201E",
            "\n",
            "\t",
            "\u00A0",
            ":q0",
            "?",
            "::",
            "-eq",
            "%TODAY%",
            "\uD83D\uDD11",
            "\u00DF",
            "\u0130",
            "x".repeat(30));

    private final RandomGenerator random;

    Queries(RandomGenerator random) {
        this.random = random;
    }

    Query any() {
        return any(DEPTH_MAX);
    }

    private Query any(int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        return switch (kind) {
            case 1 -> Query.anyOf(terms(depth));
            case 2 -> Query.allOf(terms(depth));
            default -> condition();
        };
    }

    private List<Query> terms(int depth) {
        return IntStream.range(0, random.nextInt(1, 4))
                .mapToObj(i -> any(depth - 1))
                .toList();
    }

    private Condition condition() {
        Operator operator = pick(OPERATORS);
        Value value = random.nextInt(8) == 0 ? new Value.Null() : new Value.Text(text());
        return new Condition(pick(FIELDS), operator, value, new Columns(0, 0, 0));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        Stream.generate(() -> pick(PIECES)).limit(random.nextInt(5)).forEach(text::append);
        return text.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
