package io.quartermaster.server.notice;

import java.util.List;

/**
 * Some of the agents that are late, by id.
 *
 * @param count how many there are in all
 */
record LateAgents(long count, List<LateAgent> agents) {}
