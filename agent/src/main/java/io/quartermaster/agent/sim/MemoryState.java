package io.quartermaster.agent.sim;

import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.Attempt;
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

    /** Every attempt that was ever begun, in that order. */
    List<Attempt> begun() {
        return new ArrayList<>(begun.values());
    }
}
