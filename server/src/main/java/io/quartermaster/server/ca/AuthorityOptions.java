package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of an authority besides its names; kept as JSON.
 *
 * @param allowedEnrollmentTypes 1 with a key made here (PFX), 2 with a signing request, 3 both, 0 neither: nothing is issued
 * @param keyRetention as the wire has it; decided by templates here
 * @param fullScan text form of a schedule; null for none
 * @param contacts of ACME: mail addresses
 * @param externalKeyName of ACME: the name that goes with the secret of an external account
 * @param trustedCertificates of ACME: PEM, trusted besides those that Java trusts when the directory is called
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AuthorityOptions(
        String forestRoot,
        String configurationTenant,
        boolean standalone,
        boolean rfcEnforcement,
        boolean subscriberTerms,
        boolean allowOneClickRenewals,
        boolean newEndEntityOnRenewAndReissue,
        int allowedEnrollmentTypes,
        int keyRetention,
        @Nullable Integer keyRetentionDays,
        @Nullable String fullScan,
        @Nullable String incrementalScan,
        @Nullable String thresholdCheck,
        List<String> contacts,
        boolean termsOfServiceAgreed,
        @Nullable String externalKeyName,
        @Nullable String trustedCertificates) {
    /** Both kinds of enrolment. */
    static final int ALL_ENROLLMENT_TYPES = 3;

    static final AuthorityOptions DEFAULT = new AuthorityOptions(
            "",
            "",
            false,
            false,
            false,
            true,
            false,
            ALL_ENROLLMENT_TYPES,
            0,
            null,
            null,
            null,
            null,
            List.of(),
            false,
            null,
            null);

    AuthorityOptions {
        contacts = List.copyOf(contacts);
    }
}
