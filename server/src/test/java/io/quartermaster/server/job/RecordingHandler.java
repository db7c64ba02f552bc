package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Hands out what it is given and remembers what ended. */
public final class RecordingHandler implements JobHandler {
    private final JobKind kind;
    final List<EndedAttempt> ended = new ArrayList<>();
    final Set<UUID> withdrawn = new HashSet<>();

    RecordingHandler(JobKind kind) {
        this.kind = kind;
    }

    static String capability(JobKind kind, String jobType) {
        return (kind == JobKind.CUSTOM ? "Custom." : "Test.") + jobType;
    }

    @Override
    public JobKind kind() {
        return kind;
    }

    @Override
    public String capability(String jobType) {
        return capability(kind, jobType);
    }

    @Override
    public String configurationEndpoint() {
        return "/KeyfactorAgents/" + kind + "/Configure";
    }

    @Override
    public String completionEndpoint() {
        return "/KeyfactorAgents/" + kind + "/Complete";
    }

    @Override
    public Object configuration(Handle tx, Attempt attempt, Result result) {
        if (withdrawn.contains(attempt.jobId())) {
            throw new JobWithdrawnException("Its certificate store was deleted.");
        }
        return new ConfigureReply(result, attempt.historyId(), false);
    }

    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        this.ended.addAll(ended);
    }
}
