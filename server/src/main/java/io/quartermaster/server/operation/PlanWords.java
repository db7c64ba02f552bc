package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;

import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JudgedSelection;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.PermissionString;
import org.jspecify.annotations.Nullable;

/** Says for people what the codes of a plan mean. */
final class PlanWords {
    /** Of an id that belongs to nothing. */
    static final String UNKNOWN_ID = "UNKNOWN_ID";

    private final JudgedSelection judged;

    PlanWords(BulkAction action, boolean byQuery) {
        this.judged = JudgedSelection.of(action, SqlCondition.all(), byQuery);
    }

    String reason(String code, @Nullable JobKind kind, @Nullable Integer containerId) {
        if (code.equals(UNKNOWN_ID) || kind == null) {
            return "There is no such job.";
        }
        return code.equals(JudgedSelection.NO_PERMISSION)
                ? "The permission " + missing(containerId) + " is missing."
                : judged.reason(code, kind);
    }

    /** Null for a code that is not about permissions. */
    @Nullable
    String permission(@Nullable String code, @Nullable Integer containerId) {
        return JudgedSelection.NO_PERMISSION.equals(code) ? missing(containerId) : null;
    }

    boolean refuses(String code) {
        return judged.refuses(code);
    }

    private static String missing(@Nullable Integer containerId) {
        PermissionString missing = containerId == null
                ? CERTIFICATE_STORES_SCHEDULE.everywhere()
                : CERTIFICATE_STORES_SCHEDULE.within(containerId);
        return missing.text();
    }
}
