package io.quartermaster.server.job;

/** What can be done to many jobs at once. */
public enum BulkAction {
    UNSCHEDULE("Unschedule"),
    RESCHEDULE("Reschedule"),
    ACKNOWLEDGE("Acknowledge"),
    /** Takes an unschedule back. */
    UNDO("Undo");

    private final String title;

    BulkAction(String title) {
        this.title = title;
    }

    /** As requests and answers name it. */
    public String title() {
        return title;
    }
}
