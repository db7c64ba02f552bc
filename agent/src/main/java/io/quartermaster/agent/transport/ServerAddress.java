package io.quartermaster.agent.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where the server is, and how the paths that it hands out are meant: the first {@code KeyfactorAgents/} in them is
 * replaced by the folder of this address, as the C agent does it, so that a proxy may serve the protocol elsewhere.
 */
public final class ServerAddress {
    private static final String FOLDER = "KeyfactorAgents/";
    private static final int PORT_MAX = 65_535;

    private final String base;

    private ServerAddress(String base) {
        this.base = base;
    }

    /**
     * From a URL such as {@code https://keys.example.com}, {@code https://keys.example.com/KeyfactorAgents} or {@code
     * https://proxy.example.com/agents/v1}; without a folder it is {@code /KeyfactorAgents}.
     *
     * @throws IllegalArgumentException when it is anything else; the message says what was expected
     */
    public static ServerAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "The server address \"" + url + "\" is not a URL: " + e.getReason() + ".", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "The server address \"" + url + "\" must begin with https:// (or http://) and a host.");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "The server address must be host, port and folder only: user names, ? and # do not belong there.");
        }
        if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
            throw new IllegalArgumentException(
                    "The port of the server address is 1 to " + PORT_MAX + ", not " + uri.getPort() + ".");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        String folder = path.isEmpty() ? "/KeyfactorAgents" : path;
        return new ServerAddress(scheme + "://" + uri.getRawAuthority() + folder + "/");
    }

    /**
     * The URL of a path that the server gave. Whatever it says, the host stays the configured one.
     *
     * @throws IllegalArgumentException when it is no path
     */
    URI resolve(String path) {
        int folder = path.indexOf(FOLDER);
        String below = folder < 0 ? path : path.substring(0, folder) + path.substring(folder + FOLDER.length());
        return URI.create(base + below.replaceAll("^/+", ""));
    }

    /** True for an address that does not encrypt. */
    public boolean isPlain() {
        return base.startsWith("http:");
    }

    /** The URL with its folder. */
    @Override
    public String toString() {
        return base;
    }
}
