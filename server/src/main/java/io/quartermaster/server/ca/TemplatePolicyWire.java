package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What may be enrolled, in requests and answers. Of one template, null means: what holds for all. */
@Schema(name = "TemplatePolicy")
public record TemplatePolicyWire(
        @Nullable Integer templateId,
        @Nullable Integer id,
        @Nullable Boolean allowKeyReuse,
        @Nullable Boolean allowWildcards,
        @JsonProperty("RFCEnforcement") @Nullable Boolean rfcEnforcement,
        @Nullable TemplateKeyInfo keyInfo) {

    static TemplatePolicyWire of(TemplatePolicy policy, @Nullable Integer templateId) {
        return new TemplatePolicyWire(
                templateId,
                templateId == null ? 1 : null,
                policy.allowKeyReuse(),
                policy.allowWildcards(),
                policy.rfcEnforcement(),
                policy.keyInfo());
    }

    /** @throws CommandException MALFORMED for one that allows no key at all */
    TemplatePolicy read() {
        if (keyInfo != null && keyInfo.usual().isEmpty()) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "TemplatePolicy.KeyInfo allows none of the keys there are: RSA with 2048 to 8192 bits, ECDSA with"
                            + " 256, 384 or 521, Ed25519, Ed448, MLDSA 44, 65 or 87. Send null for what holds for all templates.");
        }
        return new TemplatePolicy(allowKeyReuse, allowWildcards, rfcEnforcement, keyInfo);
    }
}
