/** What people set to decide when jobs may start: pauses, quiet hours, caps, policies of single jobs, rollouts in waves. */
@NullMarked
package io.quartermaster.server.control;

import org.jspecify.annotations.NullMarked;
