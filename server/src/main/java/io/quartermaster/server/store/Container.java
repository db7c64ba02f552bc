package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * A container: a group of stores that people are given permissions for.
 *
 * @param typeId of its stores; {@link #ANY_TYPE} when they may be of any
 * @param schedule of stores that join it without one of their own; null for none
 */
record Container(int id, String name, int typeId, @Nullable Schedule schedule) {
    static final int ANY_TYPE = -1;
}
