package io.quartermaster.server.start;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How HTTPS is served: by BoringSSL where its library is there for the machine, else by the JDK. Agents make a new
 * connection for every call, and a handshake costs the JDK several times as much.
 */
@Singleton
public final class HttpsOptions implements HttpServerOptionsCustomizer {
    /** PEM; certificates that clients show must be signed by one in it. */
    static final String CLIENT_CA = "quarkus.tls.trust-store.pem.certs";

    private final Optional<Path> clientCa;

    HttpsOptions(@ConfigProperty(name = CLIENT_CA) Optional<Path> clientCa) {
        this.clientCa = clientCa;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        if (clientCa.isPresent()) {
            // Asked for, not demanded: people's browsers have none.
            options.setClientAuth(ClientAuth.REQUEST);
        }
    }
}
