package io.quartermaster.agent.fake;

import io.quartermaster.agent.log.AgentLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the lines for assertions. */
public final class RecordedLog implements AgentLog {
    public final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void info(String message) {
        lines.add(message);
    }

    @Override
    public void warn(String message) {
        lines.add(message);
    }
}
