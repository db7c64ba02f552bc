package io.quartermaster.server.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** The options that say where the server listens, and the check that it can. */
final class ListenAddress {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:QM_HOST:-127.0.0.1}",
            description = "the address to listen on (QM_HOST; default: 127.0.0.1; 0.0.0.0 for all)")
    private String host = "127.0.0.1";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:QM_HTTP_PORT:-8080}",
            description = "for HTTP (QM_HTTP_PORT; default: 8080; 0 for a free one)")
    private int httpPort;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            defaultValue = "${env:QM_HTTPS_PORT:-8443}",
            description = "for HTTPS (QM_HTTPS_PORT; default: 8443; 0 for a free one)")
    private int httpsPort;

    @Option(names = "--https-only", description = "do not listen for HTTP without TLS")
    private boolean httpsOnly;

    String host() {
        return host;
    }

    int httpPort() {
        return httpPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    boolean httpsOnly() {
        return httpsOnly;
    }

    /**
     * The same, after a look at whether it can be had. Somebody may take a port between this and its use: see
     * {@link StartFailure}.
     *
     * @throws StartException if the address is not of this machine, or a port is no port, in use or not allowed
     */
    ListenAddress checked() {
        PortNumber.checked("--http-port", httpPort, 0);
        PortNumber.checked("--https-port", httpsPort, 0);
        if (!httpsOnly && httpPort == httpsPort && httpPort != 0) {
            throw new StartException("--http-port and --https-port are both " + httpPort
                    + "; name two different ones, or add --https-only.");
        }
        InetAddress address = address();
        try {
            listen(address, 0);
        } catch (IOException e) {
            throw new StartException(
                    "The address " + host + " is not one of this machine (" + e.getMessage()
                            + "); name another with --host, or 0.0.0.0 for all.",
                    e);
        }
        if (!httpsOnly) {
            checkPort(address, httpPort);
        }
        checkPort(address, httpsPort);
        return this;
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartException("The address " + host + " is not known; name another with --host.", e);
        }
    }

    private void checkPort(InetAddress address, int port) {
        try {
            listen(address, port);
        } catch (IOException e) {
            throw new StartException(portUnusable(port, host, String.valueOf(e.getMessage())), e);
        }
    }

    static String portUnusable(int port, String host, String reason) {
        return "Port " + port + " of " + host + " cannot be used (" + reason
                + "); choose another with --http-port or --https-port, or another address with --host.";
    }

    private static void listen(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server itself does: a port is free although connections of a server before are still closing.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        }
    }
}
