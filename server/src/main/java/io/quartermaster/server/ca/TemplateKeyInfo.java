package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are certified, as it is kept and as it stands on the wire. A kind that is null is not.
 *
 * @param ecdsa by its curves, or their lengths
 * @param mlDsa ours: by the numbers 44, 65 and 87
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "TemplateKeyInfo")
public record TemplateKeyInfo(
        @JsonProperty("ECDSA") @Nullable AlgorithmData ecdsa,
        @JsonProperty("RSA") @Nullable AlgorithmData rsa,
        @JsonProperty("Ed448") @Nullable AlgorithmData ed448,
        @JsonProperty("Ed25519") @Nullable AlgorithmData ed25519,
        @JsonProperty("MLDSA") @Nullable AlgorithmData mlDsa) {
    /** @param curves object identifiers or names; null or empty where the lengths say it all */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "TemplateKeyAlgorithm")
    public record AlgorithmData(
            @JsonProperty("BitLengths") @Nullable List<Integer> bitLengths,
            @JsonProperty("Curves") @Nullable List<String> curves) {
        private boolean includes(KeySpec key) {
            boolean byLength = bitLengths != null && bitLengths.contains(key.bits());
            boolean byCurve = curves != null
                    && curves.stream()
                            .anyMatch(curve -> key.curveOid().orElse("").equals(curve)
                                    || key.title().endsWith(curve));
            boolean nothingSaid = (bitLengths == null || bitLengths.isEmpty()) && (curves == null || curves.isEmpty());
            return byLength || byCurve || nothingSaid;
        }
    }

    /** Whether such a key is certified. Of the Edwards curves there is one size each. */
    public boolean allows(KeySpec key) {
        AlgorithmData data = of(key.algorithm());
        return data != null
                && switch (key.algorithm()) {
                    case ED25519, ED448 -> true;
                    case RSA, ECC, ML_DSA -> data.includes(key);
                };
    }

    private @Nullable AlgorithmData of(KeySpec.Algorithm algorithm) {
        return switch (algorithm) {
            case RSA -> rsa;
            case ECC -> ecdsa;
            case ED25519 -> ed25519;
            case ED448 -> ed448;
            case ML_DSA -> mlDsa;
        };
    }

    /** Those of the usual kinds that are certified, the first one first: what the answers call the key of a template. */
    public List<KeySpec> usual() {
        List<KeySpec> all = new ArrayList<>();
        List.of(2048, 3072, 4096, 6144, 8192).forEach(bits -> all.add(new KeySpec(KeySpec.Algorithm.RSA, bits)));
        List.of(256, 384, 521).forEach(bits -> all.add(new KeySpec(KeySpec.Algorithm.ECC, bits)));
        all.add(new KeySpec(KeySpec.Algorithm.ED25519, 255));
        all.add(new KeySpec(KeySpec.Algorithm.ED448, 448));
        List.of(44, 65, 87).forEach(bits -> all.add(new KeySpec(KeySpec.Algorithm.ML_DSA, bits)));
        return all.stream().filter(this::allows).toList();
    }
}
