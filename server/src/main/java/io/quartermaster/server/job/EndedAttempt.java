package io.quartermaster.server.job;

/** An attempt and how it ended. */
public record EndedAttempt(Attempt attempt, Conclusion conclusion) {}
