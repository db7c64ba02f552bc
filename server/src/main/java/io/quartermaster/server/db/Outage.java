package io.quartermaster.server.db;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;

/** Tells a database that is away from one that refused a statement. */
public final class Outage {
    /** SQLSTATE of what PostgreSQL says when it ends, was killed, or is not up yet. */
    private static final Set<String> STATES = Set.of("57P01", "57P02", "57P03");

    /** The class of SQLSTATE for faults of the connection. */
    private static final String CONNECTION = "08";

    private Outage() {}

    /** Whether that was thrown because no connection could be had, or the one at work was lost. */
    public static boolean caused(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException
                    || (cause instanceof SQLException sql && isOutage(String.valueOf(sql.getSQLState())))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(String state) {
        return state.startsWith(CONNECTION) || STATES.contains(state);
    }
}
