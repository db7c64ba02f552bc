package io.quartermaster.server.notice;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the mails about late agents, newest first, with what became of them. */
@Singleton
public class ListNotices {
    private final Database database;
    private final NoticeRepository notices;

    public ListNotices(Database database, NoticeRepository notices) {
        this.database = database;
        this.notices = notices;
    }

    /**
     * @param after the last one of the list before; null at its start
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    List<Notice> run(Caller caller, @Nullable UUID after, int limit) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> notices.list(tx, after, limit));
    }
}
