package io.quartermaster.server.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query as a tree, before anything is known about fields. There is one tree for each meaning: an {@link Or} holds no
 * further {@code Or}, an {@link And} no further {@code And}, and both hold at least two terms. Safe for many threads.
 */
public sealed interface Query {
    /** The canonical text: parsed again it gives an equal tree. */
    String print();

    /** At least one term is true. */
    record Or(List<Query> terms) implements Query {
        public Or {
            terms = List.copyOf(terms);
            requireTerms(terms, Or.class);
        }

        @Override
        public String print() {
            return terms.stream().map(Query::print).collect(Collectors.joining(" OR "));
        }
    }

    /** All terms are true. */
    record And(List<Query> terms) implements Query {
        public And {
            terms = List.copyOf(terms);
            requireTerms(terms, And.class);
        }

        @Override
        public String print() {
            return terms.stream()
                    .map(term -> term instanceof Or ? "(" + term.print() + ")" : term.print())
                    .collect(Collectors.joining(" AND "));
        }
    }

    /**
     * A field compared with a value.
     *
     * @param field as written
     * @param columns where the parts stand in the text; no part of equality
     */
    record Condition(String field, Operator operator, Value value, Columns columns) implements Query {
        @Override
        public String print() {
            return field + " " + operator.word() + " " + value.print();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Condition condition
                    && field.equals(condition.field)
                    && operator == condition.operator
                    && value.equals(condition.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(field, operator, value);
        }
    }

    /** What a field is compared with: a text that the type of the field gives its meaning, or nothing. */
    sealed interface Value {
        String print();

        /** The bare word NULL. */
        record Null() implements Value {
            @Override
            public String print() {
                return "NULL";
            }
        }

        /** Quoted or bare, without its quotes and escapes. */
        record Text(String text) implements Value {
            @Override
            public String print() {
                return QuotedText.write(text);
            }
        }
    }

    /** Where the parts of a condition begin, in characters; the first is 1. */
    record Columns(int field, int operator, int value) {}

    /** The terms joined by OR: alternatives among them are taken in, a single term stays itself. */
    static Query anyOf(List<Query> terms) {
        return join(terms, term -> term instanceof Or or ? or.terms() : List.of(term), Or::new);
    }

    /** The terms joined by AND: conjunctions among them are taken in, a single term stays itself. */
    static Query allOf(List<Query> terms) {
        return join(terms, term -> term instanceof And and ? and.terms() : List.of(term), And::new);
    }

    private static Query join(
            List<Query> terms, Function<Query, List<Query>> parts, Function<List<Query>, Query> joined) {
        List<Query> flat = new ArrayList<>();
        terms.forEach(term -> flat.addAll(parts.apply(term)));
        return flat.size() == 1 ? flat.getFirst() : joined.apply(flat);
    }

    private static void requireTerms(List<Query> terms, Class<? extends Query> outer) {
        if (terms.size() < 2 || terms.stream().anyMatch(outer::isInstance)) {
            throw new IllegalArgumentException("at least two terms, none of them " + outer.getSimpleName());
        }
    }
}
