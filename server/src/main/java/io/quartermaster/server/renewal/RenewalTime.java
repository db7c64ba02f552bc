package io.quartermaster.server.renewal;

/**
 * How long before its end a certificate is renewed; but never before a third of its lifetime is over, or a certificate that is
 * shorter than that time would be renewed again and again.
 */
public sealed interface RenewalTime {
    int DAYS_MAX = 3_650;

    /** Percent. */
    int SHARE_LEFT_MAX = 66;

    /** So many days before; 1 to {@link #DAYS_MAX}. */
    record DaysBefore(int days) implements RenewalTime {}

    /** When so many percent of the lifetime are left; 1 to {@link #SHARE_LEFT_MAX}. */
    record ShareLeft(int percent) implements RenewalTime {}
}
