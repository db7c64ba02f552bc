package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container somebody wants to have, read from a request.
 *
 * @param typeId null for the usual one, or the one it has
 * @param schedule a recurring one; empty for none
 * @param overwriteSchedules whether its stores get the schedule, whatever they have
 * @param saidOff the request says that there is to be no schedule, and not only nothing of one
 */
record WantedContainer(
        String name,
        @Nullable Integer typeId,
        Optional<Schedule> schedule,
        boolean overwriteSchedules,
        boolean saidOff) {

    /** What the stores in it get. A request that says nothing of a schedule takes none away. */
    boolean overwrites() {
        return overwriteSchedules && (schedule.isPresent() || saidOff);
    }
}
