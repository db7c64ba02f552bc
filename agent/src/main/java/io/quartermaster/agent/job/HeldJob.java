package io.quartermaster.agent.job;

import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.state.Attempt;

/**
 * A job of the agent's list that it can do.
 *
 * @param jobId not null as in the entry, and fit to be part of a file name
 * @param configurationEndpoint where to ask what to do
 * @param completionEndpoint where to report
 * @param priority lower is first among those that are due
 * @param handler what does it
 */
public record HeldJob(
        String jobId,
        String configurationEndpoint,
        String completionEndpoint,
        int priority,
        JobSchedule schedule,
        JobHandler handler) {
    /**
     * Checks an entry of the list.
     *
     * @throws IllegalArgumentException when the entry lacks something; the message is for the log
     */
    static HeldJob of(JobEntry entry, JobHandler handler) {
        String jobId = entry.jobId();
        String configuration = entry.configurationEndpoint();
        String completion = entry.completionEndpoint();
        if (jobId == null || !jobId.matches(Attempt.JOB_ID)) {
            throw new IllegalArgumentException("its id is missing or no GUID");
        }
        if (configuration == null || completion == null) {
            throw new IllegalArgumentException("it has no endpoint to configure or complete it");
        }
        return new HeldJob(
                jobId, configuration, completion, entry.priority(), JobSchedule.parse(entry.schedule()), handler);
    }

    /** For logs. */
    String title() {
        return handler.capability() + " job " + jobId;
    }
}
