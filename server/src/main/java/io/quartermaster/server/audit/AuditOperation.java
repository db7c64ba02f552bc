package io.quartermaster.server.audit;

/** What was done, with the number of the reference product's public documentation. */
public enum AuditOperation {
    CREATED(1),
    UPDATED(2),
    DELETED(3),
    APPROVED(4),
    ENCOUNTERED(10),
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
