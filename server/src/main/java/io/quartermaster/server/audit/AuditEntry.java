package io.quartermaster.server.audit;

/**
 * One entry, before it is written.
 *
 * @param actor the acting person, {@code Timer Service} for the server itself
 * @param name the name of the thing, as people know it
 * @param id its id, which outlives renaming
 * @param message state before and after, see {@link AuditMessage}; never a secret
 */
public record AuditEntry(
        AuditCategory category,
        AuditOperation operation,
        AuditLevel level,
        String actor,
        String name,
        String id,
        AuditMessage message) {

    /** The acting name of what the server does by itself. */
    public static final String TIMER_SERVICE = "Timer Service";

    /** An entry for something that was done as asked. */
    public static AuditEntry done(
            AuditCategory category,
            AuditOperation operation,
            String actor,
            String name,
            String id,
            AuditMessage message) {
        return new AuditEntry(category, operation, AuditLevel.INFORMATION, actor, name, id, message);
    }
}
