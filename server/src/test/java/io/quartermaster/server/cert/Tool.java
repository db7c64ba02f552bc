package io.quartermaster.server.cert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code openssl} and {@code keytool}: readers and writers that know nothing of ours. */
final class Tool {
    private Tool() {}

    static String openssl(Path folder, String... arguments) {
        return run(folder, "openssl", arguments);
    }

    static String keytool(Path folder, String... arguments) {
        return run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments);
    }

    /** @return what it wrote to both outputs */
    private static String run(Path folder, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(command.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
