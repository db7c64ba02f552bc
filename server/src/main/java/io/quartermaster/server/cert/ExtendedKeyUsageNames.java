package io.quartermaster.server.cert;

import java.util.Map;

/** What people call the purposes of certificates. */
final class ExtendedKeyUsageNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1.3.6.1.5.5.7.3.1", "Server Authentication"),
            Map.entry("1.3.6.1.5.5.7.3.2", "Client Authentication"),
            Map.entry("1.3.6.1.5.5.7.3.3", "Code Signing"),
            Map.entry("1.3.6.1.5.5.7.3.4", "Secure Email"),
            Map.entry("1.3.6.1.5.5.7.3.8", "Time Stamping"),
            Map.entry("1.3.6.1.5.5.7.3.9", "OCSP Signing"),
            Map.entry("1.3.6.1.4.1.311.20.2.2", "Smart Card Logon"),
            Map.entry("1.3.6.1.5.2.3.5", "KDC Authentication"),
            Map.entry("2.5.29.37.0", "Any Purpose"));

    private ExtendedKeyUsageNames() {}

    /** The object identifier itself for one that has no name. */
    static String of(String oid) {
        return NAMES.getOrDefault(oid, oid);
    }
}
