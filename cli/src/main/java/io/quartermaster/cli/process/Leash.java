package io.quartermaster.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a process one that ends with us and by us only: in a session of its own, so that Ctrl-C in a terminal reaches this
 * process, which then stops the other in order; and with a SIGTERM from the kernel when this process is killed.
 *
 * <p>Both are programs of util-linux that replace themselves by the command, so the process id stays the command's. Where
 * they are missing the command is run as it is.
 */
public final class Leash {
    private final List<String> prefix;

    private Leash(List<String> prefix) {
        this.prefix = List.copyOf(prefix);
    }

    /** With what this machine has. */
    public static Leash found() throws InterruptedException {
        List<String> prefix = new ArrayList<>();
        SystemProgram.find("setsid").ifPresent(setsid -> prefix.add(setsid.toString()));
        Optional<Path> setpriv = SystemProgram.find("setpriv");
        if (setpriv.isPresent()) {
            List<String> signal = List.of(setpriv.get().toString(), "--pdeathsig", "TERM", "--");
            if (works(signal)) {
                prefix.addAll(signal);
            }
        }
        return new Leash(prefix);
    }

    /** Releases of util-linux before 2.33 do not know the option. */
    private static boolean works(List<String> signal) throws InterruptedException {
        List<String> trial = new ArrayList<>(signal);
        trial.add("true");
        try {
            return Tool.run(trial, Map.of(), "").succeeded();
        } catch (IOException e) {
            return false;
        }
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }
}
