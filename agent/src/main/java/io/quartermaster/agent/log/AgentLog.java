package io.quartermaster.agent.log;

/**
 * Where the agent writes what it does. One line for one event; whoever calls this never passes a secret. Safe for many
 * threads.
 */
public interface AgentLog {
    void info(String message);

    void warn(String message);

    /** For what should not have happened: the line says what and where in the program. */
    default void warn(String message, Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        warn(message + ": " + cause + (trace.length > 0 ? " at " + trace[0] : ""));
    }
}
