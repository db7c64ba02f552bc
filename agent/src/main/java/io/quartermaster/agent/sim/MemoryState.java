package io.quartermaster.agent.sim;

import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.Attempt;
import io.quartermaster.agent.state.Enrolled;
import io.quartermaster.agent.state.PendingChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The disk of a simulated agent: outlives its crashes. One thread only. */
final class MemoryState implements AgentState {
    private final Map<String, Attempt> attempts = new LinkedHashMap<>();
    private final Map<String, Attempt> begun = new LinkedHashMap<>();
    private final Map<String, Enrolled> enrolled = new LinkedHashMap<>();
    private final Map<String, PendingChange> changes = new LinkedHashMap<>();
    private @Nullable String agentId;

    @Override
    public Optional<String> agentId() {
        return Optional.ofNullable(agentId);
    }

    @Override
    public void rememberAgentId(String id) {
        agentId = id;
    }

    @Override
    public void save(Attempt attempt) {
        attempts.put(attempt.key(), attempt);
        begun.putIfAbsent(attempt.key(), attempt);
    }

    @Override
    public void remove(Attempt attempt) {
        attempts.remove(attempt.key());
    }

    @Override
    public List<Attempt> attempts() {
        return List.copyOf(attempts.values());
    }

    @Override
    public void rememberEnrolled(Enrolled certificate) {
        enrolled.put(certificate.jobId(), certificate);
    }

    @Override
    public Optional<Enrolled> enrolled(String jobId) {
        return Optional.ofNullable(enrolled.get(jobId));
    }

    @Override
    public void forgetEnrolled(String jobId) {
        enrolled.remove(jobId);
    }

    @Override
    public void rememberChange(PendingChange change) {
        changes.put(change.key(), change);
    }

    @Override
    public void forgetChange(PendingChange change) {
        changes.remove(change.key());
    }

    @Override
    public List<PendingChange> pendingChanges() {
        return List.copyOf(changes.values());
    }

    /** Every attempt that was ever begun, in that order. */
    List<Attempt> begun() {
        return new ArrayList<>(begun.values());
    }
}
