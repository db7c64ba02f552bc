package io.quartermaster.server.security;

import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param first its address; bits beyond the prefix do not count
 * @param prefix how many bits its addresses share
 */
public record Network(InetAddress first, int prefix) {
    /** @throws IllegalArgumentException for a text that is no range such as {@code 10.0.0.0/8} */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses such as 10.0.0.0/8.");
        }
        InetAddress first = InetAddress.ofLiteral(text.substring(0, slash));
        int prefix = Integer.parseInt(text.substring(slash + 1));
        if (prefix > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("'" + text + "' has more bits than its address.");
        }
        return new Network(first, prefix);
    }

    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((mine[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
