package io.quartermaster.server.renewal;

import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.security.Network;
import io.quartermaster.server.security.PublicAddresses;
import io.quartermaster.server.setting.RenewalSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks which certificate is served at an endpoint. Only at addresses that are public or that a setting allows: the server
 * reaches more than the people who write rules. The connection goes to the very address that was looked at, carries nothing, and
 * ends when the certificate has come; whether that one is trusted is not asked. Safe for many threads; may take some seconds.
 */
@Singleton
class ProbeEndpoint {
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int READ_MILLIS_MAX = 5_000;

    private final List<Network> allowed;
    private final Names names;

    /** Where names are looked up. */
    interface Names {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    @Inject
    ProbeEndpoint(RenewalSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    ProbeEndpoint(RenewalSettings settings, Names names) {
        this.allowed = settings.networksAllowed().stream().map(Network::parse).toList();
        this.names = names;
    }

    /**
     * Why it is not so that one of these certificates is served; empty when it is.
     *
     * @param digests SHA-256, as hex
     */
    Optional<String> run(Endpoint endpoint, Collection<String> digests) {
        try {
            InetAddress[] addresses = names.addresses(endpoint.host());
            if (Stream.of(addresses).anyMatch(address -> !mayBeLookedAt(address))) {
                return Optional.of("Its address is not public. Ranges of your own can be allowed by the setting"
                        + " qm.renewal.networks-allowed.");
            }
            X509Certificate served = served(endpoint, addresses[0]);
            if (served == null) {
                return Optional.of("No certificate is served there.");
            }
            String digest = HexFormat.of().formatHex(ParsedCertificate.digest("SHA-256", served.getEncoded()));
            return digests.contains(digest)
                    ? Optional.empty()
                    : Optional.of("Another certificate is served: "
                            + ParsedCertificate.parse(served.getEncoded()).issuedDn() + ", until "
                            + served.getNotAfter().toInstant() + ".");
        } catch (UnknownHostException e) {
            return Optional.of("Its host has no address.");
        } catch (IOException | GeneralSecurityException e) {
            // Not what was found instead: that would tell what listens where.
            return Optional.of("No TLS connection could be made.");
        }
    }

    private boolean mayBeLookedAt(InetAddress address) {
        return PublicAddresses.include(address) || allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static @Nullable X509Certificate served(Endpoint endpoint, InetAddress address)
            throws IOException, GeneralSecurityException {
        Seen seen = new Seen();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {seen}, null);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, endpoint.port()), CONNECT_MILLIS_MAX);
            plain.setSoTimeout(READ_MILLIS_MAX);
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true)) {
                if (Character.isLetter(endpoint.host().charAt(endpoint.host().length() - 1))
                        && !endpoint.host().contains(":")) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setServerNames(List.of(new SNIHostName(endpoint.host())));
                    socket.setSSLParameters(parameters);
                }
                socket.startHandshake();
            } catch (IOException e) {
                // One that asks for a certificate of ours ends the handshake after it has shown its own.
                if (seen.leaf.get() == null) {
                    throw e;
                }
            }
        }
        return seen.leaf.get();
    }

    /** Remembers the certificate that came, and trusts it: nothing is sent to whoever has it. */
    private static final class Seen extends X509ExtendedTrustManager {
        private final AtomicReference<@Nullable X509Certificate> leaf = new AtomicReference<>();

        private void see(X509Certificate[] chain) {
            leaf.set(chain.length == 0 ? null : chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            see(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            see(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            see(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("Nobody connects here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("Nobody connects here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("Nobody connects here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
