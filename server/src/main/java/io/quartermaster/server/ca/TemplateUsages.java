package io.quartermaster.server.ca;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How usages are written: as flags on the wire, by the words of RFC 5280 for an authority. */
public final class TemplateUsages {
    private static final Map<Integer, String> KEY_USAGES = new LinkedHashMap<>();

    static {
        KEY_USAGES.put(0x80, "digitalSignature");
        KEY_USAGES.put(0x40, "nonRepudiation");
        KEY_USAGES.put(0x20, "keyEncipherment");
        KEY_USAGES.put(0x10, "dataEncipherment");
        KEY_USAGES.put(0x08, "keyAgreement");
    }

    /** Those of authorities, which no template can have: this server's certificates sign no certificates. */
    static final int OF_AUTHORITIES = 0x06;

    private static final Map<String, String> EXTENDED = Map.of(
            "1.3.6.1.5.5.7.3.1", "Server Authentication",
            "1.3.6.1.5.5.7.3.2", "Client Authentication",
            "1.3.6.1.5.5.7.3.3", "Code Signing",
            "1.3.6.1.5.5.7.3.4", "Secure Email",
            "1.3.6.1.5.5.7.3.8", "Time Stamping");

    private static final Map<String, String> WORDS = Map.of(
            "1.3.6.1.5.5.7.3.1", "serverAuth",
            "1.3.6.1.5.5.7.3.2", "clientAuth",
            "1.3.6.1.5.5.7.3.3", "codeSigning",
            "1.3.6.1.5.5.7.3.4", "emailProtection",
            "1.3.6.1.5.5.7.3.8", "timeStamping");

    /** Would make others trust a certificate to say whether certificates are revoked. */
    static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    private TemplateUsages() {}

    /** Extended key usages as an authority is told them. */
    static List<String> words(List<String> oids) {
        return oids.stream().map(oid -> WORDS.getOrDefault(oid, oid)).toList();
    }

    /** All flags that a template can have. */
    static int allKeyUsages() {
        return KEY_USAGES.keySet().stream().reduce(0, (a, b) -> a | b);
    }

    static List<String> keyUsages(int flags) {
        List<String> names = new ArrayList<>();
        KEY_USAGES.forEach((flag, name) -> {
            if ((flags & flag) != 0) {
                names.add(name);
            }
        });
        return names;
    }

    /** The name of an extended key usage; the identifier itself for one without. */
    static String title(String oid) {
        return EXTENDED.getOrDefault(oid, oid);
    }
}
