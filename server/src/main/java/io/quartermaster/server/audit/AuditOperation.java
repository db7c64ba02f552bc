package io.quartermaster.server.audit;

/** What was done, with the number of the reference product's public documentation. */
public enum AuditOperation {
    CREATED(1),
    UPDATED(2),
    DELETED(3),
    APPROVED(4),
    DENIED(5),
    REVOKED(6),
    DOWNLOADED(7),
    DELETED_PRIVATE_KEY(8),
    RENEWED(9),
    ENCOUNTERED(10),
    RECOVERED(12),
    IMPORTED(13),
    REMOVED_FROM_HOLD(14),
    SCHEDULED(18),
    RESET(19),
    DISAPPROVED(20),
    RESTARTED(21),
    COMPLETED(24),
    REJECTED(25);

    private final int number;

    AuditOperation(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
