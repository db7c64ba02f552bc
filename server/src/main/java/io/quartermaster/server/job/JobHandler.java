package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.Result;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What differs between kinds of jobs: where the agent calls for it, what it is told, and what follows its completion.
 * One bean for each kind; the kinds of certificate stores are implemented in {@code store}.
 *
 * <p>All methods run in the transaction of the call, after the job's row was locked. Safe for many threads.
 */
public interface JobHandler {

    JobKind kind();

    /** The capability an agent needs for a job of this full name, e.g. {@code CertStores.JKS.Inventory}. */
    String capability(String jobType);

    /** Path for {@code ConfigurationEndpoint}, e.g. {@code /KeyfactorAgents/Custom/Configure}. */
    String configurationEndpoint();

    /** Path for {@code CompletionEndpoint}. */
    String completionEndpoint();

    /**
     * The reply to the agent's request for the job's configuration: a record of the agent protocol with {@code Result}
     * = {@code result}, {@code AuditId} = the attempt's history id and {@code JobCancelled} false.
     *
     * @throws JobWithdrawnException when what the job needs is gone (its store, its secret): no attempt begins, the job
     *     leaves the schedule, and the agent is told that it is cancelled
     */
    Object configuration(Handle tx, Attempt attempt, Result result);

    /**
     * An attempt has begun. Not called again when the agent asks for the configuration of the same attempt once more: that
     * request may be an old one that arrives late.
     */
    default void begun(Handle tx, Attempt attempt) {}

    /**
     * What follows the end of attempts of this kind, also of failed and lost ones, in the transaction that records it.
     * Called once for each attempt.
     */
    void completed(Handle tx, List<EndedAttempt> ended);

    /** An attempt on a store had been closed as lost, and its agent went on: it has ended now. */
    default void completedLate(Handle tx, UUID storeId) {}

    /** The inventory that follows an attempt on a store, for the answer to its completion; empty when none does. */
    default Optional<UUID> inventoryAfter(Handle tx, UUID storeId) {
        return Optional.empty();
    }
}
