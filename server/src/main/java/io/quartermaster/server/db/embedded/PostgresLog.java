package io.quartermaster.server.db.embedded;

import io.quartermaster.server.db.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** Finds the sentence that matters in what PostgreSQL prints. */
final class PostgresLog {
    private static final List<String> GRAVE = List.of("PANIC:", "FATAL:", "error:", "ERROR:");
    private static final String FIRST_LINE_OF_A_START = "starting PostgreSQL";
    private static final int TEXT_LENGTH_MAX = 500;
    private static final int TAIL_BYTES_MAX = 32 * 1024;

    /** The process that writes the log goes on a little after PostgreSQL itself has ended. */
    private static final int WRITTEN_STEPS_MAX = 40;

    private static final Duration WRITTEN_STEP = Duration.ofMillis(50);

    private PostgresLog() {}

    /** The last grave line, without its time stamp; else the last line; else a word that there was none. */
    static String reason(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        for (String line : lines.reversed()) {
            for (String word : GRAVE) {
                int at = line.indexOf(word);
                if (at >= 0) {
                    return shortened(line.substring(at + word.length()).strip());
                }
            }
        }
        return lines.isEmpty() ? "it said nothing" : shortened(lines.getLast().strip());
    }

    /** All that it said since its last start, for one that has ended. */
    static String ofLastStart(Cluster cluster, Pause pause) throws IOException {
        for (int step = 0; ; step++) {
            String said = Files.readString(cluster.startLog())
                    + sinceStart(
                            new UntrustedFolder(cluster.data()),
                            cluster.startLog().toFile().lastModified());
            if (step == WRITTEN_STEPS_MAX || GRAVE.stream().anyMatch(said::contains)) {
                return said;
            }
            try {
                pause.sleep(WRITTEN_STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return said;
            }
        }
    }

    /** Nothing of a log that was last written before: then PostgreSQL ended before it came to its log. */
    private static String sinceStart(UntrustedFolder data, long startMillis) throws IOException {
        String tail = data.tailOfNewest("log", startMillis, TAIL_BYTES_MAX).orElse("");
        return tail.substring(Math.max(0, tail.lastIndexOf(FIRST_LINE_OF_A_START)));
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "...";
    }
}
