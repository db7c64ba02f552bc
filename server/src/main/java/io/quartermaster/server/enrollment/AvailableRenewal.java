package io.quartermaster.server.enrollment;

/**
 * How a certificate can be renewed.
 *
 * @param type {@link #NONE}, {@link #SEEDED}, {@link #ONE_CLICK}
 * @param message why not more than that; empty for a renewal by one click
 */
record AvailableRenewal(int type, String message) {
    static final int NONE = 0;

    /** By an enrolment that begins with what the certificate says: {@code RenewalCertificateId}. */
    static final int SEEDED = 1;

    /** By {@code POST /Enrollment/Renew}. */
    static final int ONE_CLICK = 2;
}
