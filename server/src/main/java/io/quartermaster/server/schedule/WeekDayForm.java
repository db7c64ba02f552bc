package io.quartermaster.server.schedule;

/** How the days of a weekly schedule stand in answers. Requests may use either. */
public enum WeekDayForm {
    /** 0 is Sunday, 6 is Saturday: what all clients read. */
    NUMBER,

    /** {@code Sunday} to {@code Saturday}, as the original product writes since 25.5. */
    NAME
}
