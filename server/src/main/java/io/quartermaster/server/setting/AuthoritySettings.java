package io.quartermaster.server.setting;

import java.time.Duration;
import java.util.List;

/**
 * The built-in certificate authority. What is about its names and keys counts when an authority is made, not later.
 *
 * @param builtIn whether a root and an issuing authority are made at the first start
 * @param rootSubject as people write names, most specific part first
 * @param rootDays 30 to 36,500
 * @param issuingDays 2 to 18,250; it ends with the root at the latest
 * @param publicUrl where others reach {@code /pki/} and {@code /ocsp} of these servers, without a slash at the end; empty:
 *     certificates do not say it
 * @param permittedDns the domains that names of certificates must be in; empty: any
 * @param crlLife how long a revocation list holds; an hour to 30 days
 * @param ocspLife how long an answer about one certificate holds; a minute to 30 days
 */
public record AuthoritySettings(
        boolean builtIn,
        String rootSubject,
        KeyKind rootKey,
        int rootDays,
        String issuingSubject,
        KeyKind issuingKey,
        int issuingDays,
        String publicUrl,
        List<String> permittedDns,
        Duration crlLife,
        Duration ocspLife) {
    public static final int ROOT_DAYS_MIN = 30;
    public static final int ROOT_DAYS_MAX = 36_500;
    public static final int ISSUING_DAYS_MIN = 2;
    public static final int ISSUING_DAYS_MAX = 18_250;
    public static final Duration CRL_LIFE_MIN = Duration.ofHours(1);
    public static final Duration OCSP_LIFE_MIN = Duration.ofMinutes(1);
    public static final Duration LIFE_MAX = Duration.ofDays(30);

    public static final AuthoritySettings DEFAULT = new AuthoritySettings(
            true,
            "CN=Quartermaster Root CA",
            KeyKind.EC_P384,
            7_300,
            "CN=Quartermaster Issuing CA",
            KeyKind.EC_P256,
            3_650,
            "",
            List.of(),
            Duration.ofDays(7),
            Duration.ofHours(12));

    public AuthoritySettings {
        permittedDns = List.copyOf(permittedDns);
    }

    /** The keys of authorities. */
    public enum KeyKind {
        EC_P256,
        EC_P384,
        RSA_3072,
        RSA_4096
    }
}
