package io.quartermaster.cli.demo;

import java.time.Instant;
import java.util.Set;

/**
 * Jobs that one accepted request took off the schedule.
 *
 * @param asked what the request selected
 * @param byQuery whether it did so by a query, which passes over jobs that have begun; a list of ids is refused then
 * @param answered when the answer came: nothing of it begins later
 */
record TakenBack(Set<String> asked, boolean byQuery, Instant answered) {}
