package io.quartermaster.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the demo tells the person who watches. One thread only. */
final class Narration {
    /** Between two lines of progress where lines cannot be rewritten, as in the log of a build. */
    static final Duration PROGRESS_PAUSE = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private Instant lastProgress = Instant.EPOCH;
    private int progressLength;
    private int chapters;

    /** @param terminal whether a line can be rewritten */
    Narration(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** What comes next. */
    void chapter(String title) {
        chapters++;
        line("");
        line(chapters + "  " + title);
    }

    /** Something was done. */
    void did(String text) {
        line("   " + text);
    }

    /** Something was proved. */
    void proved(String text) {
        line("   ok  " + text);
    }

    /** A line as it is. */
    void line(String text) {
        clearProgress();
        out.println(text);
        out.flush();
    }

    /** How far a long thing has come. The next line replaces it. */
    void progress(String text) {
        Instant now = clock.instant();
        if (terminal) {
            clearProgress();
            out.print("   ... " + text);
            progressLength = text.length() + "   ... ".length();
            out.flush();
        } else if (!now.isBefore(lastProgress.plus(PROGRESS_PAUSE))) {
            line("   ... " + text);
            lastProgress = now;
        }
    }

    private void clearProgress() {
        if (progressLength > 0) {
            out.print("\r" + " ".repeat(progressLength) + "\r");
            progressLength = 0;
        }
    }
}
