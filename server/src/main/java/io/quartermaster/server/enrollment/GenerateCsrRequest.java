package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /CSRGeneration/Generate}. */
@Schema(name = "CSRGenerationRequest")
public record GenerateCsrRequest(
        @Nullable String subject,

        @Schema(description = "RSA, ECC, Ed25519, Ed448 or ML-DSA") @Nullable
        String keyType,

        @Nullable Integer keyLength,
        @Nullable String curve,
        @Nullable String template,

        @JsonProperty("SANs") @Schema(description = "By kind: dns, ip4, ip6, email, uri.") @Nullable
        Map<String, @Nullable List<@Nullable String>> sans) {
    /** @throws CommandException MALFORMED, naming the field */
    GenerateCsr.Order toOrder() {
        if (subject == null || subject.isBlank()) {
            throw malformed("Subject is required, such as CN=app.example.test.");
        }
        if (keyType == null || keyType.isBlank()) {
            throw malformed("KeyType is required: RSA, ECC, Ed25519, Ed448 or ML-DSA.");
        }
        return new GenerateCsr.Order(
                EnrollmentRequestParts.name("Template", template),
                SubjectText.read(subject),
                SentNames.read(sans),
                KeySpec.read(keyType, keyLength, curve));
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
