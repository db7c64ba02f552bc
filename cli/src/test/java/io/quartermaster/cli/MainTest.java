package io.quartermaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"--version", "demo --version"})
    void theVersionIsPrintedWithTheCommitThatWasBuilt(String arguments) {
        StringWriter output = new StringWriter();
        int exitCode = Main.commandLine().setOut(new PrintWriter(output)).execute(arguments.split(" "));
        assertThat(exitCode).isZero();
        assertThat(output.toString())
                .matches(
                        "Quartermaster command line \\d+\\.\\d+\\.\\d+(-\\S+)? \\(commit ([0-9a-f]+(-dirty)?|unknown)\\)\\R");
    }
}
