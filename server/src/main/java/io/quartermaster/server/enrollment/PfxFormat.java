package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which form a certificate with its key is answered: the header {@code x-certificateformat}. */
enum PfxFormat {
    /** PKCS#12. */
    PFX("pfx"),
    /** PKCS#12 too: the caller means to have it deployed to stores. */
    STORE("pfx"),
    /** The encrypted key and the certificates as one text. */
    PEM("pem"),
    /** The same as files of an archive. */
    ZIP("zip");

    private final String extension;

    PfxFormat(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }

    /** @throws CommandException MALFORMED for another one; PFX where none is asked for */
    static PfxFormat read(@Nullable String header) {
        return switch (header == null ? "" : header.strip().toUpperCase(Locale.ROOT)) {
            case "", "PFX" -> PFX;
            case "STORE" -> STORE;
            case "PEM" -> PEM;
            case "ZIP" -> ZIP;
            default ->
                throw new CommandException(
                        ErrorKind.MALFORMED, "x-certificateformat must be PFX, PEM, ZIP or STORE here.");
        };
    }
}
