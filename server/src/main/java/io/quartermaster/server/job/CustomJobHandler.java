package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.CustomJobDetails;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Custom jobs: the agent gets the values of the job's fields, secrets in the clear, and sends back one text. */
@Singleton
public class CustomJobHandler implements JobHandler {
    private final CustomJobRepository jobs;
    private final SecretRepository secrets;

    public CustomJobHandler(CustomJobRepository jobs, SecretRepository secrets) {
        this.jobs = jobs;
        this.secrets = secrets;
    }

    @Override
    public JobKind kind() {
        return JobKind.CUSTOM;
    }

    @Override
    public String capability(String jobType) {
        return Capabilities.custom(jobType);
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.CUSTOM_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.CUSTOM_COMPLETE;
    }

    @Override
    public CustomConfigureReply configuration(Handle tx, Attempt attempt, Result result) {
        Map<String, @Nullable String> properties = new LinkedHashMap<>(CustomJobFields.texts(attempt.fields()));
        properties.putAll(revealed(tx, attempt));
        return new CustomConfigureReply(
                result,
                attempt.historyId(),
                false,
                AgentPaths.CUSTOM_SUBMIT,
                new CustomJobDetails(attempt.jobType(), properties));
    }

    private Map<String, String> revealed(Handle tx, Attempt attempt) {
        Map<String, UUID> ids = CustomJobFields.secrets(attempt.fields());
        Map<UUID, SecretValue> values = secrets.get(tx, ids.values());
        Map<String, String> revealed = new LinkedHashMap<>();
        ids.forEach((name, id) -> {
            SecretValue value = values.get(id);
            if (value == null) {
                throw new JobWithdrawnException("The secret in its field '" + name + "' is gone.");
            }
            revealed.put(name, value.reveal());
        });
        return revealed;
    }

    /** The secrets of a job that has left the schedule go at once; others, of jobs that were unscheduled, a little later. */
    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        List<Attempt> withSecrets = ended.stream()
                .map(EndedAttempt::attempt)
                .filter(attempt -> !CustomJobFields.secrets(attempt.fields()).isEmpty())
                .toList();
        if (!withSecrets.isEmpty()) {
            secrets.delete(
                    tx,
                    jobs.disownUnneeded(
                            tx,
                            withSecrets.stream()
                                    .map(Attempt::agentId)
                                    .distinct()
                                    .toList(),
                            withSecrets.stream().map(Attempt::jobId).toList()));
        }
    }
}
