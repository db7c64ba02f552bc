package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link EnrollRequest}.
 *
 * @param result with {@link Result#ERROR} there is no certificate and the job has failed
 * @param certificate base64 DER on one line, without PEM armour; null when there is none
 * @param chain ours: base64 DER each, the certificate itself first, then its issuers as far as they are known; null
 *     when there is no certificate
 */
@WireRecord
public record EnrollReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("Certificate") @Nullable String certificate,
        @JsonProperty("Chain") @Nullable List<String> chain) {}
