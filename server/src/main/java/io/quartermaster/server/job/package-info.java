/**
 * Scheduled jobs, their hand-out to agents, their history, and the commands on them.
 *
 * <p>A job is <em>listed</em> for an agent when it registers and <em>handed out</em> when the agent asks for the job's
 * configuration. Only the second starts an attempt; everything that may hold a job back is decided there.
 */
@NullMarked
package io.quartermaster.server.job;

import org.jspecify.annotations.NullMarked;
