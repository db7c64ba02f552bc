package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * A container: a group of stores that people are given permissions for. Newer clients call it an application.
 *
 * @param typeId of its stores; {@link #ANY_TYPE} when they may be of any
 * @param schedule of stores that join it without one of their own; null for none
 * @param overwriteSchedules when it was saved last, its schedule took the place of what its stores had
 */
record Container(int id, String name, int typeId, @Nullable Schedule schedule, boolean overwriteSchedules) {
    static final int ANY_TYPE = -1;

    boolean takes(StoreType type) {
        return typeId == ANY_TYPE || typeId == type.id();
    }
}
