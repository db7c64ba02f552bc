package io.quartermaster.server.ca;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other people's programs in a folder, as a second opinion. */
final class Commands {
    private static final int SECONDS_MAX = 60;

    private final Path folder;

    Commands(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where the program is missing; in CI that is an error. */
    static void need(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        assumeTrue(there, program + " is not installed");
    }

    /** @param output both streams */
    record Result(int code, String output) {}

    Result run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " does not end");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The output of a command that succeeds. */
    String succeed(String... command) {
        Result result = run(command);
        if (result.code() != 0) {
            throw new AssertionError(List.of(command) + " ended with " + result.code() + ":\n" + result.output());
        }
        return result.output();
    }

    Path write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As openssl takes several of them. */
    Path writePem(String name, List<byte[]> certificates) {
        StringBuilder text = new StringBuilder();
        for (byte[] certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return write(name, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    byte[] read(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
