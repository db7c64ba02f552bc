package io.quartermaster.server.live;

import io.quartermaster.server.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a webhook's receiver tells true deliveries by. Made here, never chosen by people. Immutable. */
record WebhookSecret(SecretValue value) {
    private static final String PREFIX = "qmwh_";
    private static final int RANDOM_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    static WebhookSecret random(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new WebhookSecret(
                new SecretValue(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    /**
     * HMAC-SHA256 over the time, a dot and the body, so that a delivery that somebody recorded is of no use later.
     *
     * @param second since 1970
     * @return in hexadecimal
     */
    String sign(long second, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(value.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal((second + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A delivery could not be signed", e);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
