package io.quartermaster.server.query;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.Query.Condition;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second step: holds a query against the fields of one search. Errors are of kind QUERY and name the column, what was
 * expected and what stands there. One query only.
 */
public final class QueryAnalyzer {
    private static final Set<Operator> NULL_OPERATORS = EnumSet.of(Operator.EQ, Operator.NE);

    private final FieldSet fields;
    private final ValueReader values;
    private final SqlWriter writer = new SqlWriter();

    private QueryAnalyzer(FieldSet fields, QueryContext context) {
        this.fields = fields;
        this.values = new ValueReader(context);
    }

    /**
     * @throws CommandException QUERY for an unknown field, an operator the field does not have, or a value its type does
     *     not have
     */
    public static SqlCondition analyze(Query query, FieldSet fields, QueryContext context) {
        QueryAnalyzer analyzer = new QueryAnalyzer(fields, context);
        return analyzer.writer.finish(analyzer.sql(query));
    }

    /**
     * For lists, where no query means all rows.
     *
     * @param queryText null and blank text are true for every row. Commands that change rows must not use this: for
     *     them, no query never means all
     * @throws CommandException QUERY as the parser and {@link #analyze} do
     */
    public static SqlCondition listCondition(@Nullable String queryText, FieldSet fields, QueryContext context) {
        return queryText == null || queryText.isBlank()
                ? SqlCondition.all()
                : analyze(QueryParser.parse(queryText), fields, context);
    }

    private String sql(Query query) {
        return switch (query) {
            case Query.Or or -> or.terms().stream().map(this::sql).collect(Collectors.joining(" OR ", "(", ")"));
            case Query.And and -> and.terms().stream().map(this::sql).collect(Collectors.joining(" AND ", "(", ")"));
            case Condition condition -> sql(condition);
        };
    }

    private String sql(Condition condition) {
        Field field = fields.find(condition.field()).orElseThrow(() -> unknownField(condition));
        if (!field.type().operators().contains(condition.operator())) {
            throw wrongOperator(
                    condition,
                    "an operator that the %s field %s has (%s)"
                            .formatted(
                                    field.type().title(),
                                    field.name(),
                                    Operator.words(field.type().operators())));
        }
        if (condition.value() instanceof Query.Value.Null && !NULL_OPERATORS.contains(condition.operator())) {
            throw wrongOperator(condition, "an operator that can stand before NULL (-eq, -ne)");
        }
        return writer.write(field, condition.operator(), values.read(condition, field));
    }

    private CommandException unknownField(Condition condition) {
        String nearest = fields.nearest(condition.field())
                .map("did you mean %s? There are "::formatted)
                .orElse("");
        String expected = "a field of %s (%s%s)".formatted(fields.title(), nearest, String.join(", ", fields.names()));
        return QueryError.at(condition.columns().field(), expected, QueryError.quoted(condition.field()));
    }

    private static CommandException wrongOperator(Condition condition, String expected) {
        return QueryError.at(
                condition.columns().operator(), expected, condition.operator().word());
    }
}
