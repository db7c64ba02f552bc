package io.quartermaster.server.audit;

/** How much an audit entry should worry its reader. */
public enum AuditLevel {
    INFORMATION(0),
    WARNING(1);

    private final int number;

    AuditLevel(int number) {
        this.number = number;
    }

    /** As the wire has it. */
    public int number() {
        return number;
    }
}
