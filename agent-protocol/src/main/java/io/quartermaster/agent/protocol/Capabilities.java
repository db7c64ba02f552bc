package io.quartermaster.agent.protocol;

/** How the names of capabilities are built. They are compared without case: agents spell them differently. */
public final class Capabilities {
    /** In front of a custom job type's name: {@code Custom.EchoTime}. */
    public static final String CUSTOM_PREFIX = "Custom.";

    /** In front of a store type's short name, which a dot and the kind of job follow: {@code CertStores.PEM.Inventory}. */
    public static final String CERTIFICATE_STORES_PREFIX = "CertStores.";

    private Capabilities() {}

    /** The capability of a custom job type. */
    public static String custom(String jobTypeName) {
        return CUSTOM_PREFIX + jobTypeName;
    }

    /** The capability to read stores of a type. */
    public static String inventory(String storeTypeShortName) {
        return store(storeTypeShortName, "Inventory");
    }

    /** The capability to add to stores of a type, to remove from them, and to make them. */
    public static String management(String storeTypeShortName) {
        return store(storeTypeShortName, "Management");
    }

    /** The capability to make a key in a store of a type and have it certified. */
    public static String reenrollment(String storeTypeShortName) {
        return store(storeTypeShortName, "Reenrollment");
    }

    /** The capability to find stores of a type. */
    public static String discovery(String storeTypeShortName) {
        return store(storeTypeShortName, "Discovery");
    }

    private static String store(String storeTypeShortName, String kind) {
        return CERTIFICATE_STORES_PREFIX + storeTypeShortName + "." + kind;
    }
}
