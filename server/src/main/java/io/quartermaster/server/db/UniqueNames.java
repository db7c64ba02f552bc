package io.quartermaster.server.db;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/** Statements that give something a name which nothing else of its kind may have. */
public final class UniqueNames {
    private static final String UNIQUE_VIOLATION = "23505";

    private UniqueNames() {}

    /**
     * Lets the unique index decide, so that of two requests at the same moment one is told that the name is taken.
     *
     * @param whenTaken a sentence for the sender
     * @throws CommandException NAME_IN_USE
     */
    public static void execute(String whenTaken, Update statement) {
        try {
            statement.execute();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                throw new CommandException(ErrorKind.NAME_IN_USE, whenTaken);
            }
            throw e;
        }
    }
}
