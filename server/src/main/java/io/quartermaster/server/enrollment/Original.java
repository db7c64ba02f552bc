package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.cert.KnownCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that another one is to take the place of.
 *
 * @param templateId by which it was enrolled here; null for none, or where it was not
 * @param authority which issued it, as far as it is one of ours
 * @param key null for one of a kind that is not made here
 */
record Original(
        KnownCertificate certificate,
        SubjectText subject,
        List<AlternativeName> alternatives,
        @Nullable KeySpec key,
        @Nullable Integer templateId,
        @Nullable String authority) {
    /** A key like the one it has, where such keys are still made, else the usual one. */
    KeySpec keyUnder(Terms terms) {
        return key != null && isMade(key) && terms.policy().keyInfo().allows(key) ? key : terms.usualKey();
    }

    private static boolean isMade(KeySpec key) {
        return key.algorithm() != KeySpec.Algorithm.RSA
                || (key.bits() >= KeySpec.RSA_BITS_MIN && key.bits() <= KeySpec.RSA_BITS_MAX);
    }
}
