package io.quartermaster.server.job;

/**
 * How an attempt ended.
 *
 * @param message the agent's text as sent, or the server's reason for closing a lost attempt
 */
public record Conclusion(JobResult result, String message) {}
