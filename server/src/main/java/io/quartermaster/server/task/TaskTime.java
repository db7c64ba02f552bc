package io.quartermaster.server.task;

import io.quartermaster.server.schedule.Schedule;
import java.util.Optional;

/**
 * What somebody wants to change about a task's time.
 *
 * @param type of a task that may not exist
 * @param id of its row, as a check; empty for none
 * @param schedule empty: it stays
 * @param enabled empty: it stays
 */
record TaskTime(int type, Optional<Integer> id, Optional<Schedule.Recurring> schedule, Optional<Boolean> enabled) {}
