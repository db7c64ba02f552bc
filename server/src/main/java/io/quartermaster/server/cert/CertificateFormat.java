package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms in which certificates leave the server; the header {@code x-certificateformat} names one. */
enum CertificateFormat {
    /** Text, any number of certificates; with a private key where one is asked for. */
    PEM,
    /** One certificate. */
    DER,
    /** DER under the name that Windows knows. */
    CRT,
    /** PKCS#7 without a signature: any number of certificates. */
    P7B,
    /** PKCS#12: a private key and its certificates. */
    PFX;

    static final List<CertificateFormat> WITHOUT_KEY = List.of(PEM, DER, CRT, P7B);
    static final List<CertificateFormat> WITH_KEY = List.of(PFX, PEM);

    /**
     * @param header in any case; the first of those allowed when there is none
     * @throws CommandException MALFORMED naming those allowed
     */
    static CertificateFormat read(@Nullable String header, List<CertificateFormat> allowed) {
        if (header == null || header.isBlank()) {
            return allowed.getFirst();
        }
        String name = header.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.name().equals(name) && allowed.contains(format))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ErrorKind.MALFORMED,
                        "The header x-certificateformat must be one of " + allowed + ", not "
                                + CertificateText.quoted(header) + "."));
    }
}
