package io.quartermaster.server.security;

/** What can be allowed for the certificate stores of single containers. Each verb includes those above it. */
public enum StoreVerb {
    /** See stores, containers and inventories. */
    READ(Permission.CERTIFICATE_STORES_READ),

    /** Schedule inventories and jobs that change the content of a store. */
    SCHEDULE(Permission.CERTIFICATE_STORES_SCHEDULE),

    /** Create, change, approve and delete stores and containers. */
    MODIFY(Permission.CERTIFICATE_STORES_MODIFY);

    private final Permission permission;

    StoreVerb(Permission permission) {
        this.permission = permission;
    }

    public Permission permission() {
        return permission;
    }
}
