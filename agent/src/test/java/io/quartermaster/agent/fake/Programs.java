package io.quartermaster.agent.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Independent readers of stores. */
public final class Programs {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    private Programs() {}

    /** Skips the test where there is no {@code openssl}. */
    public static void requireOpenssl() {
        assumeTrue(Files.isExecutable(OPENSSL), "needs openssl: apt-get install openssl");
    }

    /** The output of {@code openssl}, which has to end well. */
    public static String openssl(String... arguments) throws IOException, InterruptedException {
        return run(OPENSSL, List.of(arguments));
    }

    /** The output of this JDK's {@code keytool}, which has to end well. */
    public static String keytool(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-J-Duser.language=en", "-J-XX:TieredStopAtLevel=1"));
        all.addAll(List.of(arguments));
        return run(Path.of(System.getProperty("java.home"), "bin", "keytool"), all);
    }

    private static String run(Path program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("%s ended", command)
                .isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output;
    }
}
