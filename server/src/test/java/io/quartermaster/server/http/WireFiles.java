package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.http.ApiClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What goes over the wire in one operation, as files: {@code wire/OrchestratorJobs.Unschedule/by-query.request.json} and
 * {@code .response.json}. A changed file is a changed contract.
 *
 * <p>What is different in each run has a name in the files: {@code <job>} for an id that was {@linkplain #with told},
 * {@code <now>} for the moment of the request, and {@code <date>} for the day of a next run. Immutable.
 */
public final class WireFiles {
    private static final Path FOLDER = Path.of("src", "test", "resources", "wire");
    private static final Duration AROUND_NOW = Duration.ofMinutes(10);

    /** Until the next run of a monthly schedule. */
    private static final Duration NEXT_RUN_MAX = Duration.ofDays(32);

    /** A whole value: one that a message gives as an example is the same every day. */
    private static final Pattern TIME =
            Pattern.compile("(?<=\")(\\d{4}-\\d{2}-\\d{2})(T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z)(?=\")");

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter()
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
            .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    private final String operation;
    private final Map<String, Object> values;

    private WireFiles(String operation, Map<String, Object> values) {
        this.operation = operation;
        this.values = values;
    }

    /** @param operation group and operation: {@code OrchestratorJobs.Unschedule} */
    public static WireFiles of(String operation) {
        return new WireFiles(operation, Map.of());
    }

    /**
     * The same files with a name for a value.
     *
     * @param value a text is named wherever it stands, a number only where it is a whole value
     */
    public WireFiles with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new WireFiles(operation, more);
    }

    /** The request of a case, with values for the names. */
    public String request(String name) {
        String text = read(FOLDER.resolve(operation).resolve(name + ".request.json"));
        for (Map.Entry<String, Object> named : values.entrySet()) {
            text = text.replace("<" + named.getKey() + ">", named.getValue().toString());
        }
        assertThat(text).as("a name without a value").doesNotContainPattern("<[a-z0-9-]+>");
        return text;
    }

    /** Holds an answer against the file of its case; writes the file when told to accept. */
    public void assertResponse(String name, int status, Answer answer) {
        assertThat(answer.status())
                .as(operation + " " + name + ": " + answer.body())
                .isEqualTo(status);
        Path file = FOLDER.resolve(operation).resolve(name + ".response.json");
        String actual = named(pretty(answer.body()));
        if (Boolean.getBoolean("qm.accept")) {
            write(file, actual);
        }
        assertThat(actual)
                .as("%s is stale; ./qm accept writes it anew", file)
                .isEqualTo(Files.exists(file) ? read(file) : "");
    }

    private String named(String text) {
        String replaced = text;
        for (Map.Entry<String, Object> named : values.entrySet()) {
            String name = "<" + named.getKey() + ">";
            replaced = named.getValue() instanceof Number number
                    ? replaced.replaceAll("(?<=: )" + number + "(?=[,\\s])", '"' + name + '"')
                    : replaced.replace(named.getValue().toString(), name);
        }
        Instant now = Instant.now();
        return TIME.matcher(replaced).replaceAll(time -> {
            Duration distance =
                    Duration.between(Instant.parse(time.group()), now).abs();
            // Only moments have a fraction of a second; a schedule has whole minutes.
            if (time.group(3) != null) {
                assertThat(distance).as(time.group()).isLessThan(AROUND_NOW);
                return "<now>";
            }
            return distance.compareTo(NEXT_RUN_MAX) < 0 ? "<date>" + time.group(2) : time.group();
        });
    }

    private static String pretty(String body) {
        try {
            return PRETTY.writeValueAsString(JSON.readTree(body)) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
