package io.quartermaster.server.job;

import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.ContainerScope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a bulk action looks at, and how it judges it: the same judges in the same order as the command itself.
 *
 * <p>A command passes over some of what it does not change, and is refused because of the rest.
 *
 * @param selected the rows to look at
 * @param judges the first that refuses a row gives the reason
 * @param passedOver codes of judges because of which the command is not refused
 * @param needsContainers whether the caller's reach matters
 */
public record JudgedSelection(
        JobTable table, SqlCondition selected, List<Judge> judges, Set<String> passedOver, boolean needsContainers) {

    /** Of rows that are out of the caller's reach. */
    public static final String NO_PERMISSION = "NO_PERMISSION";

    /** @throws IllegalArgumentException for an undo, which has no selection */
    public static JudgedSelection of(BulkAction action, SqlCondition selected, boolean byQuery) {
        return switch (action) {
            case UNSCHEDULE -> unschedule(selected, byQuery);
            case RESCHEDULE -> reschedule(selected, byQuery);
            case ACKNOWLEDGE -> acknowledge(selected, byQuery);
            case UNDO -> throw new IllegalArgumentException("An undo is about one operation");
        };
    }

    /** What has begun is passed over by a query, whatever its kind; in a list it is a mistake. */
    private static JudgedSelection unschedule(SqlCondition selected, boolean byQuery) {
        return byQuery
                ? new JudgedSelection(
                        JobTable.SCHEDULED,
                        selected,
                        List.of(Unschedulable.BEGUN, Unschedulable.KIND),
                        Set.of(Unschedulable.BEGUN.code()),
                        true)
                : new JudgedSelection(JobTable.SCHEDULED, selected, Unschedulable.CONDITIONS, Set.of(), true);
    }

    /** A query looks at failed rows only. */
    private static JudgedSelection reschedule(SqlCondition selected, boolean byQuery) {
        Stream<Judge> judges =
                Stream.concat(Reschedulable.CONDITIONS.stream(), Stream.of(Reschedulable.EQUAL_SCHEDULED));
        return byQuery
                ? new JudgedSelection(
                        JobTable.HISTORY, butNot(selected, Reschedulable.STATE), judges.toList(), Set.of(), true)
                : new JudgedSelection(
                        JobTable.HISTORY,
                        selected,
                        Stream.concat(Stream.of(Reschedulable.STATE), judges).toList(),
                        Set.of(),
                        true);
    }

    /** A query looks at failures and warnings only; a list may have rows that are acknowledged already. */
    private static JudgedSelection acknowledge(SqlCondition selected, boolean byQuery) {
        return byQuery
                ? new JudgedSelection(
                        JobTable.HISTORY,
                        butNot(butNot(selected, Acknowledgeable.STATE), Acknowledgeable.ALREADY),
                        List.of(),
                        Set.of(),
                        false)
                : new JudgedSelection(
                        JobTable.HISTORY,
                        selected,
                        List.of(Acknowledgeable.ALREADY, Acknowledgeable.STATE),
                        Set.of(Acknowledgeable.ALREADY.code()),
                        false);
    }

    private static SqlCondition butNot(SqlCondition selected, Judge judge) {
        return new SqlCondition("(" + selected.sql() + ") AND NOT (" + judge.refusedWhen() + ")", selected.bindings());
    }

    /**
     * A SELECT of all rows, each with its code: {@code agent_id, job_id, history_id, kind, container_id, code}. A row that
     * would be changed has none.
     */
    public SqlCondition rows(ContainerScope scope) {
        return table.judged(selected, judges, needsContainers ? scope : new ContainerScope.All());
    }

    /** What a code says of all jobs of a kind. */
    public String reason(String code, JobKind kind) {
        return Judge.withCode(judges, code).reasonOfKind().apply(kind);
    }

    /** Whether the command is refused because of a row with this code. */
    public boolean refuses(String code) {
        return !passedOver.contains(code);
    }
}
