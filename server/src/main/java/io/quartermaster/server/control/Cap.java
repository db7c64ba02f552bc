package io.quartermaster.server.control;

import java.time.Instant;
import java.util.UUID;

/**
 * How many jobs may run at once.
 *
 * @param running how many run now; of a cap on each agent, on the busiest one
 */
public record Cap(UUID id, CapSubject subject, int max, long running, String setBy, Instant since) {}
