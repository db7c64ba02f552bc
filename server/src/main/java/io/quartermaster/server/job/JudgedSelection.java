package io.quartermaster.server.job;

import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What a bulk action looks at, and how it judges it: the same judges in the same order as the command itself.
 *
 * <p>A command passes over some of what it does not change, and is refused because of the rest.
 *
 * @param selected the rows to look at
 * @param judges the first that refuses a row gives the reason
 * @param lastJudges come after the question whether the row is in the caller's reach
 * @param passedOver codes of judges because of which the command is not refused
 * @param needsContainers whether the caller's reach matters
 */
public record JudgedSelection(
        JobTable table,
        SqlCondition selected,
        List<Judge> judges,
        List<Judge> lastJudges,
        Set<String> passedOver,
        boolean needsContainers) {

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
        return new JudgedSelection(
                JobTable.SCHEDULED,
                selected,
                byQuery ? List.of(Unschedulable.BEGUN, Unschedulable.KIND) : Unschedulable.CONDITIONS,
                List.of(),
                byQuery ? Set.of(Unschedulable.BEGUN.code()) : Set.of(),
                true);
    }

    /** A query looks at failed rows only. */
    private static JudgedSelection reschedule(SqlCondition selected, boolean byQuery) {
        List<Judge> byId = Stream.concat(Stream.of(Reschedulable.STATE), Reschedulable.CONDITIONS.stream())
                .toList();
        return new JudgedSelection(
                JobTable.HISTORY,
                byQuery ? butNot(selected, Reschedulable.STATE) : selected,
                byQuery ? Reschedulable.CONDITIONS : byId,
                List.of(Reschedulable.EQUAL_SCHEDULED),
                Set.of(),
                true);
    }

    /** A query looks at failures and warnings only; a list may have rows that are acknowledged already. */
    private static JudgedSelection acknowledge(SqlCondition selected, boolean byQuery) {
        return new JudgedSelection(
                JobTable.HISTORY,
                byQuery ? butNot(butNot(selected, Acknowledgeable.STATE), Acknowledgeable.ALREADY) : selected,
                byQuery ? List.of() : List.of(Acknowledgeable.ALREADY, Acknowledgeable.STATE),
                List.of(),
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
        return table.judged(selected, judges, needsContainers ? scope : new ContainerScope.All(), lastJudges);
    }

    /**
     * Refuses a caller who lacks a permission for some of the rows that another condition selects.
     *
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    public void refuseOutside(Handle tx, Caller caller, ContainerScope scope, SqlCondition changed) {
        if (needsContainers) {
            Refusals.refuseContainers(caller, table.containersOutside(tx, changed, scope));
        }
    }

    /** What a code says of all jobs of a kind. */
    public String reason(String code, JobKind kind) {
        List<Judge> all = Stream.concat(judges.stream(), lastJudges.stream()).toList();
        return Judge.withCode(all, code).reasonOfKind().apply(kind);
    }

    /** Whether the command is refused because of a row with this code. */
    public boolean refuses(String code) {
        return !passedOver.contains(code);
    }
}
