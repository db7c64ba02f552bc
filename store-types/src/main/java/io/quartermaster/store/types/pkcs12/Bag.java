package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.EncodedCertificate;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a PKCS#12 file holds that matters here, in the order of the file. */
sealed interface Bag {
    /** The name people gave it; null or blank when they did not. */
    @Nullable
    String friendlyName();

    /** What ties a key to its certificate. */
    @Nullable
    ByteBuffer localKeyId();

    /** Where it stands among all bags of the file, from 0. */
    int position();

    /** A private key; only that it is there is known. */
    record Key(
            int position,
            @Nullable String friendlyName,
            @Nullable ByteBuffer localKeyId) implements Bag {}

    /**
     * A certificate.
     *
     * @param trusted true when it is marked as Java marks the certificates of a truststore
     * @param subject equal to the issuer of those that this one issued, whatever the case and string types in the names
     * @param issuer in the same form
     */
    record Certificate(
            int position,
            @Nullable String friendlyName,
            @Nullable ByteBuffer localKeyId,
            boolean trusted,
            EncodedCertificate encoded,
            String subject,
            String issuer)
            implements Bag {}
}
