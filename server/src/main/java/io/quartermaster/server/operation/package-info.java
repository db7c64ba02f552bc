/**
 * Bulk operations on jobs for people: what has been done, taking an unschedule back, and plans that show what a command
 * would do before it is given. What may be done to a job, and how, is decided in {@code job}.
 */
@NullMarked
package io.quartermaster.server.operation;

import org.jspecify.annotations.NullMarked;
