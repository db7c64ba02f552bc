package io.quartermaster.server.task;

/**
 * Something the server does by itself from time to time.
 *
 * @param type its number, in the table and as {@code ScheduleType}; ours are from 101 on
 * @param work may be run at any time, by several servers at once, and need not be run at all for the server to be right
 */
record PeriodicTask(int type, Runnable work) {}
