package io.quartermaster.agent.spi;

/**
 * A field of a custom job, described for the person who defines the job type.
 *
 * @param name read without regard to case
 * @param description what it means, in which form, and what happens without it
 * @param required whether the job fails without it
 */
public record CustomJobField(String name, String description, boolean required) {}
