package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One job in the list that an agent gets at Register.
 *
 * @param jobId never null from a server; the same for all runs of a recurring job
 * @param jobTypeId the job type's GUID; the C agent finds its handler by this alone
 * @param jobTypeName ours: the capability that the job needs, e.g. {@code Custom.EchoTime} or {@code
 *     CertStores.PEM.Inventory}, so that an agent finds the handler of a job type whose GUID was made on the server.
 *     Null from servers that do not have it
 * @param configurationEndpoint path of the job's Configure, beginning with {@link AgentPaths#BASE}; never a host name
 * @param completionEndpoint path of the job's Complete
 * @param schedule when it is to run: null for at once, or {@code I_60}, {@code D_23:30}, {@code W_26_07:00}, {@code
 *     M_5_07:00}, {@code M_L_07:00}, {@code O_2026-11-25T23:30}; UTC
 * @param cron always null
 * @param priority 5 unless said otherwise; the C agent runs a management job with 3 first
 */
@WireRecord
public record JobEntry(
        @JsonProperty("JobId") @Nullable String jobId,
        @JsonProperty("JobTypeId") @Nullable String jobTypeId,
        @JsonProperty("JobTypeName") @Nullable String jobTypeName,
        @JsonProperty("ConfigurationEndpoint") @Nullable String configurationEndpoint,
        @JsonProperty("CompletionEndpoint") @Nullable String completionEndpoint,
        @JsonProperty("Schedule") @Nullable String schedule,
        @JsonProperty("Cron") @Nullable String cron,
        @JsonProperty("Priority") int priority) {
    public static final int PRIORITY_DEFAULT = 5;
}
