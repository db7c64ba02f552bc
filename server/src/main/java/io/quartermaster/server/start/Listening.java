package io.quartermaster.server.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says where the server listens, once it does, and waits for its end. */
public final class Listening implements QuarkusApplication {
    private final HttpServer server;
    private final String host;
    private final Optional<String> insecure;
    private final Optional<Path> certificate;

    @Inject
    Listening(
            HttpServer server,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.insecure-requests") Optional<String> insecure,
            @ConfigProperty(name = "quarkus.tls.key-store.pem.0.cert") Optional<Path> certificate) {
        this.server = server;
        this.host = host;
        this.insecure = insecure;
        this.certificate = certificate;
    }

    @Override
    public int run(String... arguments) throws IOException, GeneralSecurityException {
        System.out.println("Quartermaster listens on https://" + host + ":" + server.getSecurePort()
                + (insecure.filter("disabled"::equals).isPresent()
                        ? ""
                        : " and http://" + host + ":" + server.getPort()));
        if (certificate.isPresent()) {
            byte[] encoded = SelfMadeCertificate.read(certificate.get()).getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
            System.out.println("Certificate " + certificate.get() + ", SHA-256 "
                    + HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
        }
        Quarkus.waitForExit();
        return 0;
    }
}
