package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * What kind of key it is.
 *
 * @param bits of RSA the length, of ECC that of the curve; of ML-DSA the number in its name; of the Edwards curves their size
 */
public record KeySpec(Algorithm algorithm, int bits) {
    /** RSA with 2,048 bits: what is made where nobody says anything. */
    public static final KeySpec DEFAULT = new KeySpec(Algorithm.RSA, 2048);

    public static final int RSA_BITS_MIN = 2048;
    public static final int RSA_BITS_MAX = 8192;
    private static final int RSA_BITS_STEP = 1024;

    /** The kinds of keys that can be made and certified here. */
    public enum Algorithm {
        RSA("RSA"),
        ECC("ECC"),
        ED25519("Ed25519"),
        ED448("Ed448"),
        ML_DSA("ML-DSA");

        private final String title;

        Algorithm(String title) {
            this.title = title;
        }

        /** As the API writes {@code KeyType}. */
        public String title() {
            return title;
        }
    }

    /** A curve or a set of parameters that has one name and no length of its own. */
    private record Named(KeySpec spec, String title, ASN1ObjectIdentifier oid) {}

    private static final Map<String, Named> NAMED = Map.of(
            "P-256", new Named(new KeySpec(Algorithm.ECC, 256), "P-256", X9ObjectIdentifiers.prime256v1),
            "P-384", new Named(new KeySpec(Algorithm.ECC, 384), "P-384", SECObjectIdentifiers.secp384r1),
            "P-521", new Named(new KeySpec(Algorithm.ECC, 521), "P-521", SECObjectIdentifiers.secp521r1),
            "Ed25519", new Named(new KeySpec(Algorithm.ED25519, 255), "Ed25519", EdECObjectIdentifiers.id_Ed25519),
            "Ed448", new Named(new KeySpec(Algorithm.ED448, 448), "Ed448", EdECObjectIdentifiers.id_Ed448),
            "ML-DSA-44", new Named(new KeySpec(Algorithm.ML_DSA, 44), "ML-DSA-44", NISTObjectIdentifiers.id_ml_dsa_44),
            "ML-DSA-65", new Named(new KeySpec(Algorithm.ML_DSA, 65), "ML-DSA-65", NISTObjectIdentifiers.id_ml_dsa_65),
            "ML-DSA-87", new Named(new KeySpec(Algorithm.ML_DSA, 87), "ML-DSA-87", NISTObjectIdentifiers.id_ml_dsa_87));

    private static final Map<String, String> CURVE_ALIASES = Map.of(
            "secp256r1", "P-256",
            "prime256v1", "P-256",
            "nistp256", "P-256",
            "secp384r1", "P-384",
            "nistp384", "P-384",
            "secp521r1", "P-521",
            "nistp521", "P-521");

    /** The kind of a public key; empty for one that cannot be certified here. */
    public static Optional<KeySpec> of(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            try {
                int bits = RSAPublicKey.getInstance(key.parsePublicKey())
                        .getModulus()
                        .bitLength();
                return Optional.of(new KeySpec(Algorithm.RSA, bits));
            } catch (Exception e) {
                // A decoder fails in many ways on bytes that are no key.
                return Optional.empty();
            }
        }
        Object oid = algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? key.getAlgorithm().getParameters()
                : algorithm;
        return NAMED.values().stream()
                .filter(named -> named.oid.equals(oid))
                .map(Named::spec)
                .findFirst();
    }

    /**
     * What a request says of the key that is to be made.
     *
     * @param type {@code RSA}, {@code ECC} (also {@code EC}, {@code ECDSA}), {@code Ed25519}, {@code Ed448}, {@code ML-DSA};
     *     null for {@link #DEFAULT}
     * @param length null or 0 for the shortest
     * @param curve by name or object identifier; wins over the length
     * @throws CommandException MALFORMED, naming the field
     */
    public static KeySpec read(@Nullable String type, @Nullable Integer length, @Nullable String curve) {
        String folded =
                type == null ? "" : type.strip().replaceAll("[\\s_-]", "").toUpperCase(Locale.ROOT);
        int bits = length == null ? 0 : length;
        return switch (folded) {
            case "" ->
                bits == 0 && blank(curve) ? DEFAULT : blank(curve) ? rsa(bits) : named(Algorithm.ECC, bits, curve);
            case "RSA" -> rsa(bits);
            case "EC", "ECC", "ECDSA" -> named(Algorithm.ECC, bits, curve);
            case "ED25519" -> named(Algorithm.ED25519, 0, null);
            case "ED448" -> named(Algorithm.ED448, 0, null);
            case "MLDSA" -> named(Algorithm.ML_DSA, bits, curve);
            case "MLDSA44", "MLDSA65", "MLDSA87" ->
                named(Algorithm.ML_DSA, Integer.parseInt(folded.substring("MLDSA".length())), null);
            default ->
                throw malformed("KeyType must be RSA, ECC, Ed25519, Ed448 or ML-DSA, not '" + shortened(type) + "'.");
        };
    }

    private static KeySpec rsa(int bits) {
        if (bits == 0) {
            return DEFAULT;
        }
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX || bits % RSA_BITS_STEP != 0) {
            throw malformed("KeyLength of an RSA key must be a multiple of " + RSA_BITS_STEP + " from " + RSA_BITS_MIN
                    + " to " + RSA_BITS_MAX + ", not " + bits + ".");
        }
        return new KeySpec(Algorithm.RSA, bits);
    }

    private static KeySpec named(Algorithm algorithm, int bits, @Nullable String curve) {
        return NAMED.values().stream()
                .filter(named -> named.spec.algorithm == algorithm)
                .filter(named -> blank(curve) ? bits == 0 || named.spec.bits == bits : isCurve(named, curve))
                .map(Named::spec)
                .min(java.util.Comparator.comparingInt(KeySpec::bits))
                .orElseThrow(() -> malformed(
                        algorithm == Algorithm.ML_DSA
                                ? "KeyLength of an ML-DSA key must be 44, 65 or 87."
                                : "Curve must be P-256, P-384 or P-521, or KeyLength 256, 384 or 521."));
    }

    private static boolean isCurve(Named named, @Nullable String curve) {
        String name = curve == null ? "" : curve.strip();
        return named.oid.getId().equals(name)
                || named.title.equalsIgnoreCase(name)
                || named.title.equals(CURVE_ALIASES.get(name.toLowerCase(Locale.ROOT)));
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String shortened(@Nullable String text) {
        String known = String.valueOf(text);
        return known.length() <= 40 ? known : known.substring(0, 40) + "…";
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }

    /** The object identifier of the curve or the set of parameters; empty for RSA. */
    public Optional<String> curveOid() {
        return NAMED.values().stream()
                .filter(named -> named.spec.equals(this))
                .map(named -> named.oid.getId())
                .findFirst();
    }

    /** {@code RSA 2048}, {@code ECC P-256}, {@code ML-DSA-65}. */
    public String title() {
        return NAMED.values().stream()
                .filter(named -> named.spec.equals(this))
                .map(named -> algorithm == Algorithm.ECC ? "ECC " + named.title : named.title)
                .findFirst()
                .orElse(algorithm.title() + " " + bits);
    }
}
