package io.quartermaster.agent.spi;

import java.util.List;

/**
 * A job that this agent can do beside those on certificate stores. The server runs it as a custom job type of the same
 * name, whose fields are the ones described here.
 *
 * <p>Found by {@link java.util.ServiceLoader}, so the class needs a public constructor without parameters. Made once and
 * used by several threads at a time.
 *
 * <p><b>Safety.</b> Whoever may schedule jobs on the server decides when a job runs and what its fields say. What a job
 * may touch on this machine is for the person who runs the agent to decide: by {@link CustomJobRequest#setting settings},
 * which do not come from the server.
 */
public interface CustomJob {
    /** The job type's name on the server: letters, digits, dots, dashes and underlines. */
    String name();

    /** What it does and gives, in a sentence or two for the person who defines the job type. */
    String description();

    /** The fields that it reads; others are ignored. */
    List<CustomJobField> fields();

    /**
     * Does the job.
     *
     * @return what is shown as the job's data; of more than 2 MiB of UTF-8 the beginning
     * @throws CustomJobException when it could not be done; the job fails with this message
     * @throws InterruptedException when the agent is being stopped: end soon after the thread is interrupted
     */
    String run(CustomJobRequest request) throws CustomJobException, InterruptedException;
}
