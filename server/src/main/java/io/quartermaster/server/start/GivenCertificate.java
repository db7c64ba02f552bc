package io.quartermaster.server.start;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the operator's own TLS certificate, and the check that it is fit. */
final class GivenCertificate {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            defaultValue = "${env:QM_TLS_CERT}",
            description = "certificate for HTTPS with its chain, PEM; default: a self-made one (QM_TLS_CERT)")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = "${env:QM_TLS_KEY}",
            description = "its private key, PEM without a password (QM_TLS_KEY)")
    private @Nullable Path key;

    boolean isWanted() {
        return certificate != null || key != null;
    }

    /** @throws StartException if one of the two is missing, unreadable, or does not belong to the other */
    TlsFiles checked() {
        if (certificate == null || key == null) {
            throw new StartException("Name both, --tls-cert and --tls-key.");
        }
        return new TlsFiles(certificate.toAbsolutePath(), key.toAbsolutePath()).checked();
    }
}
