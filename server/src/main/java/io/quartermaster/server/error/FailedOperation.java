package io.quartermaster.server.error;

/**
 * One member of a set for which a request was refused.
 *
 * @param id as the sender wrote or would write it
 * @param reason a sentence for the person who sent the request
 */
public record FailedOperation(String id, String reason) {}
