package io.quartermaster.server.security;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses are those of the public internet. */
public final class PublicAddresses {
    /** IANA's registries of special-purpose addresses (RFC 6890 and its updates), and multicast. */
    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16", // with the metadata of clouds
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "168.63.129.16/32", // a cloud's metadata at a public address
                    "100.100.100.200/32")
            .map(Network::parse)
            .toList();

    /** Of IPv6 only this part is given out. */
    private static final Network PUBLIC_SIX = Network.parse("2000::/3");

    /** Parts of it that are special, or that carry an address of version 4 which may be any. */
    private static final List<Network> NOT_PUBLIC_SIX = Stream.of(
                    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
            .map(Network::parse)
            .toList();

    private static final int SIX_BYTES = 16;

    private PublicAddresses() {}

    /** Whether anybody can reach it: it is neither of a network of one's own nor reserved for something. */
    public static boolean include(InetAddress address) {
        List<Network> special = address.getAddress().length == SIX_BYTES ? NOT_PUBLIC_SIX : NOT_PUBLIC;
        return (address.getAddress().length != SIX_BYTES || PUBLIC_SIX.contains(address))
                && special.stream().noneMatch(network -> network.contains(address));
    }
}
