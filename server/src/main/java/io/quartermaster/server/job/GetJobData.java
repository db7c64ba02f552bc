package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Shows what an attempt of a custom job, or of a log fetch, brought back. */
@Singleton
public class GetJobData {
    private final Database database;
    private final JobListRepository lists;
    private final JobDataRepository data;
    private final HistoryPurgeRepository purge;

    public GetJobData(
            Database database, JobListRepository lists, JobDataRepository data, HistoryPurgeRepository purge) {
        this.database = database;
        this.lists = lists;
        this.data = data;
        this.purge = purge;
    }

    /**
     * @return at most {@link JobDataRepository#DATA_BYTES_MAX} bytes; empty when the attempt has brought nothing so far,
     *     or is of a kind that never does
     * @throws CommandException NO_PERMISSION; NOT_FOUND when there is no such attempt
     */
    public Optional<String> run(Caller caller, long historyId) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> {
            if (!lists.hasAttempt(tx, historyId)) {
                throw new CommandException(
                        ErrorKind.NOT_FOUND, "There is no job history entry " + historyId + "." + purge.sinceWhen(tx));
            }
            return data.find(tx, historyId);
        });
    }
}
