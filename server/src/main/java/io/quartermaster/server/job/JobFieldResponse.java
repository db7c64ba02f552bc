package io.quartermaster.server.job;

/**
 * A field of a job and its value.
 *
 * @param value {@code ********} for a secret
 */
public record JobFieldResponse(String jobTypeField, String value) {}
