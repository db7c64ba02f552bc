package io.quartermaster.server.job;

import java.util.UUID;

/**
 * The certificate store a job works on, as far as jobs know it.
 *
 * @param clientMachine the machine the store is on; not always the agent's
 */
public record StorePlace(UUID storeId, String clientMachine, String storePath) {

    /** How people see it: {@code web-7.example.net: /opt/certs/site.pem}. */
    public String target() {
        return clientMachine + ": " + storePath;
    }
}
