package io.quartermaster.server.job;

/**
 * A job that may start, whose row is locked.
 *
 * @param next of a recurring job, the run after this one; of a one-time job, unchanged
 */
record Beginning(ScheduledJob job, Attempt attempt, NextRuns.Run next) {}
