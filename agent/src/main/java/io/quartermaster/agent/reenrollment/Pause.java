package io.quartermaster.agent.reenrollment;

import java.time.Duration;

/** Waiting, given from outside so that a test need not wait. */
@FunctionalInterface
public interface Pause {
    /** @throws InterruptedException when the agent is being stopped */
    void await(Duration pause) throws InterruptedException;
}
