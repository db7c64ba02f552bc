package io.quartermaster.server.audit;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes audit entries. There is no way to change or remove one. Safe for many threads. */
@Singleton
public class AuditLog {
    private final Database database;
    private final InstantSource clock;

    public AuditLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Writes entries in the command's transaction: when they cannot be written, the command has not happened. */
    public void append(Handle tx, List<AuditEntry> entries) {
        tx.createUpdate("""
                        INSERT INTO audit_entry
                               (at, category, operation, level, actor, entity_type, audit_identifier, immutable_identifier, message)
                        SELECT :at, entry.*
                          FROM unnest(CAST(:categories AS integer[]), CAST(:operations AS integer[]),
                                      CAST(:levels AS smallint[]), CAST(:actors AS text[]), CAST(:entityTypes AS text[]),
                                      CAST(:names AS text[]), CAST(:ids AS text[]), CAST(:messages AS text[])) AS entry
                        """)
                .bind("at", clock.instant())
                .bindArray(
                        "categories",
                        Integer.class,
                        entries.stream().map(e -> e.category().number()).toList())
                .bindArray(
                        "operations",
                        Integer.class,
                        entries.stream().map(e -> e.operation().number()).toList())
                .bindArray(
                        "levels",
                        Integer.class,
                        entries.stream().map(e -> e.level().number()).toList())
                .bindArray(
                        "actors",
                        String.class,
                        entries.stream().map(AuditEntry::actor).toList())
                .bindArray(
                        "entityTypes",
                        String.class,
                        entries.stream().map(e -> e.category().entityType()).toList())
                .bindArray(
                        "names",
                        String.class,
                        entries.stream().map(AuditEntry::name).toList())
                .bindArray(
                        "ids",
                        String.class,
                        entries.stream().map(AuditEntry::id).toList())
                .bindArray(
                        "messages",
                        String.class,
                        entries.stream().map(e -> e.message().xml()).toList())
                .execute();
    }

    /** As {@link #append(Handle, List)}, for one. */
    public void append(Handle tx, AuditEntry entry) {
        append(tx, List.of(entry));
    }

    /**
     * Records that somebody was not allowed to do something, in a transaction of its own.
     *
     * @param route the template of the path, {@code /Agents/{id}/Reset}
     * @param missing the permissions that would have been needed; empty for a caller without any role
     */
    public void refused(Caller caller, String verb, String route, List<String> missing) {
        AuditMessage message = new AuditMessage()
                .after("Username", caller.name())
                .after("RequestRoute", route)
                .after("RequestType", "API Endpoint")
                .after("HttpVerb", verb)
                .after("UserRoles", String.join(", ", caller.roles()))
                .after("MissingPermissions", String.join(", ", missing));
        inOwnTransaction(new AuditEntry(
                AuditCategory.AUTHORIZATION_FAILURE,
                AuditOperation.ENCOUNTERED,
                AuditLevel.WARNING,
                caller.name(),
                verb + " " + route,
                route,
                message));
    }

    /**
     * Records a command that was refused because of what it asked for, in a transaction of its own.
     *
     * @param reason the sentence the sender got
     */
    public void rejected(Caller caller, String verb, String route, String reason) {
        inOwnTransaction(new AuditEntry(
                AuditCategory.REFUSED_COMMAND,
                AuditOperation.REJECTED,
                AuditLevel.WARNING,
                caller.name(),
                verb + " " + route,
                route,
                new AuditMessage().after("Reason", reason)));
    }

    private void inOwnTransaction(AuditEntry entry) {
        database.runInTransaction(tx -> append(tx, entry));
    }
}
