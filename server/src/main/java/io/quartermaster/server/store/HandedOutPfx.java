package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.cert.PfxFile;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Packs a certificate, its chain and its key into the PKCS#12 file that an agent gets. It is made when the job is handed
 * out, each time with a new password, and not kept. Safe for many threads.
 */
@Singleton
class HandedOutPfx {
    /** Characters of a password; 6 bits each. */
    private static final int PASSWORD_LENGTH = 32;

    private static final String PASSWORD_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final RandomGenerator random;

    /** @param random passwords come from it, so it must be fit for that ({@code SecureRandom}) */
    HandedOutPfx(RandomGenerator random) {
        this.random = random;
    }

    /** The file as base64 on one line, and what opens it. */
    record Packed(SecretText contents, SecretText password) {}

    /**
     * Packs.
     *
     * @param chain the certificate first, then its issuers
     * @param pkcs8Base64 the key that belongs to it
     */
    Packed pack(KnownCertificate certificate, List<byte[]> chain, SecretValue pkcs8Base64) {
        String password = password();
        byte[] file =
                PfxFile.write(pkcs8Base64, chain, certificate.thumbprint(), new SecretValue(password), PfxFile.STRONG);
        return new Packed(new SecretText(Base64.getEncoder().encodeToString(file)), new SecretText(password));
    }

    private String password() {
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(PASSWORD_CHARACTERS.charAt(random.nextInt(PASSWORD_CHARACTERS.length())));
        }
        return password.toString();
    }
}
