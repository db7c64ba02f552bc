package io.quartermaster.server.agent;

import java.util.Set;
import java.util.UUID;

/**
 * The agents whose sessions have changed since a place.
 *
 * @param place to go on from
 */
record SessionChanges(Place place, Set<UUID> agentIds) {

    /**
     * How far changes were read.
     *
     * @param postgres which run of which PostgreSQL: transactions of two of them are not to be compared
     * @param snapshot the transactions that were finished then, in PostgreSQL's own text form
     */
    record Place(String postgres, String snapshot) {
        /** Whether what lies between the two places could be read. */
        boolean follows(Place earlier) {
            return postgres.equals(earlier.postgres);
        }
    }
}
