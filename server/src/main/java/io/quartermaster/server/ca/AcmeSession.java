package io.quartermaster.server.ca;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The way to an ACME directory. */
final class AcmeSession {
    /** For one call. */
    private static final Duration CALL_MAX = Duration.ofSeconds(20);

    private AcmeSession() {}

    static Session open(Authority authority) {
        String trusted = authority.options().trustedCertificates();
        Session session = new Session(
                URI.create(authority.hostName()), new Provider(trusted == null ? null : AcmeTrust.context(trusted)));
        session.networkSettings().setTimeout(CALL_MAX);
        return session;
    }

    /** Any address is that of a directory, and the authority's own setting says whom to trust. */
    private static final class Provider extends GenericAcmeProvider {
        private final @Nullable SSLContext tls;

        Provider(@Nullable SSLContext tls) {
            this.tls = tls;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            HttpClient.Builder client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.getTimeout());
            if (tls != null) {
                client.sslContext(tls);
            }
            return client.build();
        }
    }
}
