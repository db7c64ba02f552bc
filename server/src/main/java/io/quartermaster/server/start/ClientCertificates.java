package io.quartermaster.server.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names who signs the certificates of TLS clients, and the check that it is fit. */
final class ClientCertificates {
    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            defaultValue = "${env:QM_TLS_CLIENT_CA}",
            description =
                    "PEM; clients are asked for a certificate, and one that is shown must be signed by one of these;"
                            + " default: they are not asked (QM_TLS_CLIENT_CA)")
    private @Nullable Path authorities;

    /** @throws StartException if the file is unreadable, or has no certificate in it */
    Optional<Path> checkedAuthorities() {
        if (authorities == null) {
            return Optional.empty();
        }
        Path file = authorities.toAbsolutePath();
        try (InputStream in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new StartException("There is no certificate in " + file + " (--tls-client-ca).");
            }
            return Optional.of(file);
        } catch (IOException | CertificateException e) {
            throw new StartException(
                    "The certificates " + file + " (--tls-client-ca) cannot be read as PEM (" + e + ").", e);
        }
    }
}
