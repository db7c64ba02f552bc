package io.quartermaster.server.ca;

import java.util.List;

/**
 * What a certificate may be used for, and for how long. An authority that decides this itself, such as one that speaks
 * ACME, passes over it.
 *
 * @param validityDays at least 1; the certificate ends earlier where its issuer does
 * @param keyUsages as RFC 5280 spells them: {@code digitalSignature}, {@code keyEncipherment}
 * @param extendedKeyUsages as RFC 5280 spells them ({@code serverAuth}), or dotted object identifiers; may be empty
 */
public record Profile(int validityDays, List<String> keyUsages, List<String> extendedKeyUsages) {
    /** For servers, as long as public authorities will allow from 2029 on. */
    public static final Profile SERVER =
            new Profile(47, List.of("digitalSignature", "keyEncipherment"), List.of("serverAuth"));

    public Profile {
        keyUsages = List.copyOf(keyUsages);
        extendedKeyUsages = List.copyOf(extendedKeyUsages);
    }
}
