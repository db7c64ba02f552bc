package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What may be enrolled by a template. What is null is said by the settings of all templates, where nothing is null.
 *
 * @param allowKeyReuse a public key may be certified again
 * @param allowWildcards names such as {@code *.example.test} are certified
 * @param rfcEnforcement the common name must be among the DNS names; it is added where there are none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplatePolicy(
        @JsonProperty("AllowKeyReuse") @Nullable Boolean allowKeyReuse,
        @JsonProperty("AllowWildcards") @Nullable Boolean allowWildcards,
        @JsonProperty("RFCEnforcement") @Nullable Boolean rfcEnforcement,
        @JsonProperty("KeyInfo") @Nullable TemplateKeyInfo keyInfo) {
    /** The policy in force: this one, and where it says nothing the general one. */
    public Effective over(TemplatePolicy general) {
        return new Effective(
                isTrue(allowKeyReuse, general.allowKeyReuse),
                isTrue(allowWildcards, general.allowWildcards),
                isTrue(rfcEnforcement, general.rfcEnforcement),
                Objects.requireNonNull(keyInfo == null ? general.keyInfo : keyInfo));
    }

    private static boolean isTrue(@Nullable Boolean own, @Nullable Boolean general) {
        return Boolean.TRUE.equals(own == null ? general : own);
    }

    /** Without anything left open. */
    public record Effective(
            boolean allowKeyReuse, boolean allowWildcards, boolean rfcEnforcement, TemplateKeyInfo keyInfo) {}
}
