/**
 * When a job runs: the {@link io.quartermaster.server.schedule.Schedule} with its text form and its arithmetic, and the
 * shape it has in requests and answers. All times are UTC and whole minutes.
 */
@NullMarked
package io.quartermaster.server.schedule;

import org.jspecify.annotations.NullMarked;
