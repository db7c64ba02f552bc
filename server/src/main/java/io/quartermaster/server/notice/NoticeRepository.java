package io.quartermaster.server.notice;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Mails that are to be sent, and were. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class NoticeRepository {
    private static final UUID LAST = new UUID(-1, -1);
    private static final String COLUMNS =
            "n.id, n.at, n.recipients, n.subject, n.text, n.state, n.attempts, n.next_attempt, n.sent_at, n.last_error";

    /** @param recipients mail addresses with a comma between */
    public void add(Handle tx, UUID id, String recipients, String subject, String text, Instant now) {
        tx.createUpdate("""
                        INSERT INTO agent_notice (id, at, recipients, subject, text, state, attempts, next_attempt)
                        VALUES (:id, :now, :recipients, :subject, :text, 'WAITING', 0, :now)
                        """)
                .bind("id", id)
                .bind("now", now)
                .bind("recipients", recipients)
                .bind("subject", subject)
                .bind("text", text)
                .execute();
    }

    /**
     * Takes a notice whose time has come, the oldest first, and counts the attempt. No other server takes it before
     * {@code again}; if this one is killed, that is when it is tried again.
     */
    Optional<Notice> take(Handle tx, Instant now, Instant again) {
        return tx.createQuery("""
                        UPDATE agent_notice n
                           SET attempts = n.attempts + 1, next_attempt = :again
                          FROM (SELECT id FROM agent_notice WHERE state = 'WAITING' AND next_attempt <= :now
                                 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) due
                         WHERE n.id = due.id
                        RETURNING
                        """ + COLUMNS)
                .bind("now", now)
                .bind("again", again)
                .map((row, context) -> notice(row))
                .findOne();
    }

    void sent(Handle tx, Notice notice, Instant now) {
        tx.createUpdate("""
                        UPDATE agent_notice SET state = 'SENT', sent_at = :now, last_error = NULL
                         WHERE id = :id AND state = 'WAITING'
                        """).bind("now", now).bind("id", notice.id()).execute();
    }

    /** @param again empty: it is not tried again */
    void notSent(Handle tx, Notice notice, String error, Optional<Instant> again) {
        tx.createUpdate("""
                        UPDATE agent_notice
                           SET state = :state, last_error = :error, next_attempt = coalesce(:again, next_attempt)
                         WHERE id = :id AND state = 'WAITING'
                        """)
                .bind("state", (again.isPresent() ? NoticeState.WAITING : NoticeState.FAILED).name())
                .bind("error", error)
                .bind("again", again.orElse(null))
                .bind("id", notice.id())
                .execute();
    }

    /** Newest first: their ids sort by the time they were made. */
    List<Notice> list(Handle tx, @Nullable UUID after, int limit) {
        return tx.createQuery("SELECT " + COLUMNS
                        + " FROM agent_notice n WHERE n.id < :after ORDER BY n.id DESC LIMIT :limit")
                .bind("after", after == null ? LAST : after)
                .bind("limit", limit)
                .map((row, context) -> notice(row))
                .list();
    }

    /** Removes old notices, at most so many. @return how many */
    int purge(Handle tx, Instant before, int limit) {
        return tx.createUpdate("""
                        DELETE FROM agent_notice WHERE id IN (
                          SELECT id FROM agent_notice WHERE at < :before AND state <> 'WAITING' ORDER BY id LIMIT :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    private static Notice notice(ResultSet row) throws SQLException {
        OffsetDateTime sentAt = row.getObject("sent_at", OffsetDateTime.class);
        return new Notice(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("recipients"),
                row.getString("subject"),
                row.getString("text"),
                NoticeState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getObject("next_attempt", OffsetDateTime.class).toInstant(),
                sentAt == null ? null : sentAt.toInstant(),
                row.getString("last_error"));
    }
}
