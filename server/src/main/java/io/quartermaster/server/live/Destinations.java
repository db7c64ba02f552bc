package io.quartermaster.server.live;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Network;
import io.quartermaster.server.security.PublicAddresses;
import io.quartermaster.server.setting.WebhookSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this server may send to. It stands in a network in which it reaches more than the people who use it: so an
 * address that is not public is refused, unless a setting allows its range.
 *
 * <p>The connection goes to the very address that was looked at. A name that is resolved again may mean another one.
 *
 * <p>Safe for many threads.
 */
@Singleton
public class Destinations {
    static final int URL_LENGTH_MAX = 2_000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final WebhookSettings settings;
    private final List<Network> allowed;
    private final Names names;

    /** Where names are looked up. */
    interface Names {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /** @param address the one to connect to, whatever the name of the URL may mean later */
    record Destination(URI url, InetAddress address, int port, boolean encrypted) {}

    @Inject
    public Destinations(WebhookSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    Destinations(WebhookSettings settings, Names names) {
        this.settings = settings;
        this.allowed = settings.networksAllowed().stream().map(Network::parse).toList();
        this.names = names;
    }

    /** Looks the name up, so it may take a while. */
    Destination check(String text) throws ForbiddenDestination {
        URI url = readable(text);
        boolean encrypted = "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
        int port = url.getPort() == -1 ? encrypted ? HTTPS_PORT : HTTP_PORT : url.getPort();
        if (!settings.ports().contains(port)) {
            throw new ForbiddenDestination("The port of Url is " + port + "; this server sends to " + settings.ports()
                    + " only (setting qm.webhook.ports).");
        }
        InetAddress[] addresses = addresses(url);
        Optional<InetAddress> forbidden =
                Stream.of(addresses).filter(address -> !mayBeSentTo(address)).findFirst();
        if (forbidden.isPresent()) {
            // Not which one: that would tell people what the server's own name service knows.
            throw new ForbiddenDestination("The host of Url, " + url.getHost()
                    + ", has an address that is not public. Ranges of your own can be allowed by the setting"
                    + " qm.webhook.networks-allowed.");
        }
        return new Destination(url, addresses[0], port, encrypted);
    }

    /** @throws CommandException MALFORMED for an address that {@link #check} refuses */
    void require(String url) {
        try {
            check(url);
        } catch (ForbiddenDestination e) {
            throw new CommandException(ErrorKind.MALFORMED, e.reason());
        }
    }

    private URI readable(String text) throws ForbiddenDestination {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ForbiddenDestination("Url cannot be read.");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!"https".equals(scheme) && !("http".equals(scheme) && settings.httpAllowed())) {
            throw new ForbiddenDestination("Url must begin with https://"
                    + (settings.httpAllowed()
                            ? " or http://."
                            : "; http:// would need the setting qm.webhook.http-allowed."));
        }
        if (text.length() > URL_LENGTH_MAX
                || url.getHost() == null
                || url.getUserInfo() != null
                || url.getFragment() != null) {
            throw new ForbiddenDestination(
                    "Url must have a host, no user and no fragment, and at most " + URL_LENGTH_MAX + " characters.");
        }
        return url;
    }

    private InetAddress[] addresses(URI url) throws ForbiddenDestination {
        try {
            return names.addresses(url.getHost().replaceAll("[\\[\\]]", ""));
        } catch (UnknownHostException e) {
            throw new ForbiddenDestination("The host of Url, " + url.getHost() + ", has no address.");
        }
    }

    private boolean mayBeSentTo(InetAddress address) {
        return PublicAddresses.include(address) || allowed.stream().anyMatch(network -> network.contains(address));
    }
}
