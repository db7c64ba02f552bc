package io.quartermaster.server.enrollment;

/**
 * How a certificate can be renewed.
 *
 * @param availableRenewalType 0 not at all, 1 by an enrolment with RenewalCertificateId, 2 by POST /Enrollment/Renew
 */
public record AvailableRenewalResponse(int availableRenewalType, String message) {
    static AvailableRenewalResponse of(AvailableRenewal renewal) {
        return new AvailableRenewalResponse(renewal.type(), renewal.message());
    }
}
