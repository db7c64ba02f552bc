package io.quartermaster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NarrationTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    private Narration narration(boolean terminal) {
        return new Narration(new PrintStream(written, true, StandardCharsets.UTF_8), terminal, () -> now);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void inALogProgressComesRarely() {
        Narration narration = narration(false);

        for (int second = 0; second < 11; second++) {
            narration.progress(second + " s");
            now = now.plus(Duration.ofSeconds(1));
        }

        assertThat(written()).isEqualTo("   ... 0 s\n   ... 5 s\n   ... 10 s\n");
    }

    @Test
    void onATerminalTheNextLineTakesThePlaceOfProgress() {
        Narration narration = narration(true);

        narration.progress("99");
        narration.progress("1");
        narration.did("Done.");

        assertThat(written()).isEqualTo("   ... 99" + "\r         \r" + "   ... 1" + "\r        \r" + "   Done.\n");
    }
}
