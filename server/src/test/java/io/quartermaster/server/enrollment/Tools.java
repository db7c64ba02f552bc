package io.quartermaster.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs openssl and keytool, which know nothing of our code. */
final class Tools {
    private Tools() {}

    /** What it printed. */
    static String openssl(Path folder, String... arguments) {
        return run(folder, "openssl", arguments);
    }

    static String keytool(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addFirst("-J-Duser.language=en");
        return run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                all.toArray(new String[0]));
    }

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
            assertThat(process.waitFor()).as(command + "\n" + output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A signing request by openssl, as PEM; its key stays in {@code <name>.key}. */
    static String csr(Path folder, String name, String subject, String alternatives, String... keyOptions) {
        List<String> arguments = new ArrayList<>(List.of("req", "-new", "-nodes"));
        arguments.addAll(keyOptions.length == 0 ? List.of("-newkey", "rsa:2048") : List.of(keyOptions));
        arguments.addAll(List.of("-keyout", name + ".key", "-out", name + ".csr", "-subj", subject));
        if (!alternatives.isEmpty()) {
            arguments.addAll(List.of("-addext", "subjectAltName=" + alternatives));
        }
        openssl(folder, arguments.toArray(new String[0]));
        return read(folder, name + ".csr");
    }

    static String read(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path folder, String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path folder, String name, String content) {
        write(folder, name, content.getBytes(StandardCharsets.UTF_8));
    }
}
