package io.quartermaster.agent.protocol;

import java.util.Locale;

/**
 * An agent's version: four parts of 16 bits, on the wire packed into one number with the most significant part first
 * (563031557799936 is 2.19.0.0).
 *
 * @param major 0 to 65535, like the others
 */
public record AgentVersion(int major, int minor, int build, int revision) {
    private static final int PART_MAX = 0xFFFF;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when a part is out of range
     */
    public AgentVersion {
        for (int part : new int[] {major, minor, build, revision}) {
            if (part < 0 || part > PART_MAX) {
                throw new IllegalArgumentException(
                        "Each part of a version is 0 to " + PART_MAX + ", not " + part + ".");
            }
        }
    }

    /** From the wire; every number is a version. */
    public static AgentVersion unpack(long packed) {
        return new AgentVersion(part(packed, 48), part(packed, 32), part(packed, 16), part(packed, 0));
    }

    /** For the wire. */
    public long pack() {
        return ((long) major << 48) | ((long) minor << 32) | ((long) build << 16) | revision;
    }

    /** Dotted, e.g. {@code 2.19.0.0}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d.%d.%d.%d", major, minor, build, revision);
    }

    private static int part(long packed, int shift) {
        return (int) (packed >>> shift) & PART_MAX;
    }
}
