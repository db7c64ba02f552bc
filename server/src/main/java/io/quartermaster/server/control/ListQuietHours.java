package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Lists the quiet hours of all containers. */
@Singleton
public class ListQuietHours {
    private final Database database;
    private final QuietHoursRepository quietHours;

    public ListQuietHours(Database database, QuietHoursRepository quietHours) {
        this.database = database;
        this.quietHours = quietHours;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    public List<QuietHours> run(Caller caller) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(quietHours::all);
    }
}
