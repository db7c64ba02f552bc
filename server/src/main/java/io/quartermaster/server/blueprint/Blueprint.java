package io.quartermaster.server.blueprint;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A blueprint.
 *
 * @param requiredCapabilities what an agent must have announced to be given it, in full: {@code CertStores.PEM.Inventory}
 */
record Blueprint(UUID id, String name, List<String> requiredCapabilities, Instant modifiedAt) {
    /** Stores of one blueprint. */
    static final int STORES_MAX = 1_000;

    /** Jobs of one blueprint, inventories included. */
    static final int JOBS_MAX = 2_000;

    Blueprint {
        requiredCapabilities = List.copyOf(requiredCapabilities);
    }
}
