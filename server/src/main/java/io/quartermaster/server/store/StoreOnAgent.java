package io.quartermaster.server.store;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.schedule.Schedule;
import java.util.Optional;

/**
 * A store to be made like a template on the machine of an agent.
 *
 * @param schedule of its inventory; empty for none
 */
public record StoreOnAgent(Agent agent, StoreTemplate template, Optional<Schedule> schedule) {}
