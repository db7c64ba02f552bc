package io.quartermaster.server.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the operating system knows of a process. */
final class Processes {
    private Processes() {}

    /** Whether it still does something: one that has ended and that nobody has waited for (a zombie) does not. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // "pid (name) state ...": the name may hold anything, also brackets.
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a signal by name, as in {@code INT}. A process that is gone gets none. */
    static void signal(ProcessHandle process, String name) {
        Command.run(List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, "" + process.pid()));
    }
}
