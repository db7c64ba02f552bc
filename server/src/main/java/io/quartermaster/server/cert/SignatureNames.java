package io.quartermaster.server.cert;

import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultSignatureNameFinder;

/** How signature algorithms are written: {@code SHA-256withRSA}, {@code SHA-512withRSAandMGF1}, {@code ML-DSA-65}. */
final class SignatureNames {
    private static final DefaultSignatureNameFinder FINDER = new DefaultSignatureNameFinder();
    private static final Pattern HASH_WITH_KEY =
            Pattern.compile("SHA(?<three>3-)?-?(?<bits>\\d+)WITH(?<key>[A-Z0-9]+?)(?<mask>ANDMGF1)?");
    private static final Pattern EDWARDS_CURVE = Pattern.compile("(?i)ED(25519|448)");

    private SignatureNames() {}

    /** The name; the dotted object identifier for an algorithm without one. */
    static String of(AlgorithmIdentifier algorithm) {
        String name = name(algorithm);
        Matcher matcher = HASH_WITH_KEY.matcher(name.toUpperCase(Locale.ROOT));
        if (matcher.matches()) {
            String hash = matcher.group("three") == null ? "SHA-" : "SHA3-";
            String mask = matcher.group("mask") == null ? "" : "andMGF1";
            return hash + matcher.group("bits") + "with" + matcher.group("key") + mask;
        }
        return EDWARDS_CURVE.matcher(name).matches() ? "Ed" + name.substring("Ed".length()) : name;
    }

    /** Neither Bouncy Castle's list nor the runtime's has all. */
    private static String name(AlgorithmIdentifier algorithm) {
        String oid = algorithm.getAlgorithm().getId();
        String name = FINDER.getAlgorithmName(algorithm);
        if (!name.equals(oid)) {
            return name;
        }
        return Arrays.stream(Security.getProviders())
                .map(provider -> provider.getProperty("Alg.Alias.Signature." + oid))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(oid);
    }
}
