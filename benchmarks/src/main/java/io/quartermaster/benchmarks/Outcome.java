package io.quartermaster.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the process of one benchmark leaves to the one that started it, as a file.
 *
 * @param text the report in Markdown
 * @param summary lines of the table of what must be reached
 */
record Outcome(String text, List<List<String>> summary, boolean succeeded) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    static Outcome read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Outcome.class);
    }

    static Outcome failed(Benchmark benchmark, String why) {
        return new Outcome(
                "## " + benchmark.name() + "\n\nFailed: " + why + "\n",
                List.of(List.of(benchmark.name(), "all of it", "", "", "**failed**")),
                false);
    }
}
