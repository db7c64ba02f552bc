package io.quartermaster.cli.demo;

import io.quartermaster.cli.process.ChildProcess;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be put away when the demo ends, however it ends: the processes, last started first, and the folder.
 *
 * <p>Safe for many threads: the end of the demo and Ctrl-C may come together.
 */
final class Household {
    private final DemoFolder folder;
    private final Deque<ChildProcess> processes = new ArrayDeque<>();
    private volatile boolean closing;
    private boolean closed;

    Household(DemoFolder folder) {
        this.folder = folder;
    }

    /** What starts a process. */
    @FunctionalInterface
    interface Start {
        ChildProcess run() throws IOException;
    }

    /**
     * Starts a process and keeps it until the end.
     *
     * @throws DemoFailure when it cannot be started, or the end has come
     */
    synchronized ChildProcess start(Start start) {
        if (closing) {
            throw new DemoFailure("The demo is being stopped.");
        }
        try {
            ChildProcess process = start.run();
            processes.push(process);
            return process;
        } catch (IOException e) {
            throw new DemoFailure("A program cannot be started: " + e.getMessage(), e);
        }
    }

    /** Whether the end has begun; what fails from then on fails because of it. */
    boolean isClosing() {
        return closing;
    }

    /** @throws DemoFailure when a process has ended although nobody asked it to */
    synchronized void requireAlive() {
        for (ChildProcess process : processes) {
            if (!process.isAlive() && !closing) {
                throw new DemoFailure(process.name() + " has ended: " + process.lastLine());
            }
        }
    }

    /**
     * Stops all processes; a second call waits for the first. A temporary folder is removed unless something went wrong.
     *
     * @param keepFolder for a look at the logs
     * @return a sentence about what did not go as it should; empty when all is put away
     */
    String close(boolean keepFolder) {
        closing = true;
        return putAway(keepFolder);
    }

    private synchronized String putAway(boolean keepFolder) {
        if (closed) {
            return "";
        }
        closed = true;
        StringBuilder trouble = new StringBuilder();
        while (!processes.isEmpty()) {
            ChildProcess process = processes.pop();
            if (!process.stop()) {
                trouble.append(process.name()).append(" did not stop in time and was killed. ");
            }
        }
        if (!folder.kept() && !keepFolder) {
            try {
                folder.delete();
            } catch (IOException e) {
                trouble.append("The folder ")
                        .append(folder.path())
                        .append(" cannot be removed: ")
                        .append(e.getMessage())
                        .append(". ");
            }
        }
        return trouble.toString().strip();
    }
}
