package io.quartermaster.server.renewal;

/** Who makes the key of the new certificate. */
public enum RenewalWay {
    /** The server, one for all stores that hold the old certificate. */
    SERVER_KEY("ServerKey"),

    /** The agent of each store, by a reenrollment; the key never leaves the machine. */
    DEVICE_KEY("DeviceKey");

    private final String title;

    RenewalWay(String title) {
        this.title = title;
    }

    /** On the wire. */
    public String title() {
        return title;
    }
}
