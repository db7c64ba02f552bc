package io.quartermaster.agent.fake;

import io.quartermaster.agent.change.ReloadCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Shell scripts as reload commands. */
public final class Scripts {
    private Scripts() {}

    /** In a file, and run by a shell that the command names: it is run without one. */
    public static ReloadCommand script(Path folder, String name, String text, Duration limit) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        return new ReloadCommand(List.of("/bin/sh", file.toString()), limit);
    }

    public static ReloadCommand script(Path folder, String text) throws IOException {
        return script(folder, "reload.sh", text, Duration.ofSeconds(20));
    }
}
