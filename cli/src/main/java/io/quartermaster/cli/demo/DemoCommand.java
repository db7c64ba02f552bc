package io.quartermaster.cli.demo;

import io.quartermaster.cli.Pause;
import io.quartermaster.cli.api.ApiException;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code qm demo}. Ends with 0 when everything was as it should be, else with 1 and one sentence. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the main job on real processes and certificate stores: starts a database, a server and an"
                + " agent, has stores inventoried, schedules a thousand jobs, takes most of them back, and proves that"
                + " these never ran. Stays up until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;

    /** Nothing happens by itself any more, except that a process may end. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    @Option(names = "--check", description = "stop everything at the end instead of staying up")
    private boolean check;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "keep everything in this new or empty folder; default: a temporary one, removed at the end")
    private @Nullable Path data;

    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;

    /** @param random a cryptographic generator: passwords come from it */
    public DemoCommand(InstantSource clock, Pause pause, RandomGenerator random) {
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream errors = System.err;
        try {
            Programs programs = Programs.built();
            DemoFolder folder = Optional.ofNullable(data).map(DemoFolder::at).orElseGet(DemoFolder::temporary);
            return run(programs, folder, errors);
        } catch (DemoFailure e) {
            errors.println("qm demo: " + e.getMessage());
            return FAILED;
        }
    }

    private int run(Programs programs, DemoFolder folder, PrintStream errors) throws InterruptedException {
        Narration narration = new Narration(System.out, isTerminal(), clock);
        Household household = new Household(folder);
        // Ctrl-C, SIGTERM, or a terminal that is closed. After the end as planned it finds nothing left to do.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> sayIfAny(household.close(false), errors), "put the demo away"));
        narration.line("Quartermaster demo, in " + folder.path());
        String failure = "";
        try {
            new Demo(programs, folder, household, new Waiting(clock, pause), clock, random, narration).run();
            if (!check) {
                narration.line("");
                narration.line("   Everything stays up. Ctrl-C stops it.");
                stayUp(household);
            }
        } catch (DemoFailure | ApiException e) {
            failure = String.valueOf(e.getMessage());
        }
        if (household.isClosing()) {
            // Ctrl-C: what fails now fails because of it, and the process ends when the hook has put all away.
            return OK;
        }
        narration.line("");
        narration.line(failure.isEmpty() ? "Stopping agent, server and database ..." : "Stopping ...");
        String trouble = household.close(!failure.isEmpty());
        if (!failure.isEmpty()) {
            errors.println("qm demo: " + failure + " The logs are in " + folder.path() + ".");
        }
        sayIfAny(trouble, errors);
        if (!failure.isEmpty() || !trouble.isEmpty()) {
            return FAILED;
        }
        narration.line("The demo passed.");
        return OK;
    }

    // JDK 22 to 24 always had a console; 25 has one for a terminal only, as before.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void stayUp(Household household) throws InterruptedException {
        while (!household.isClosing()) {
            household.requireAlive();
            pause.sleep(BETWEEN_LOOKS);
        }
    }

    private static void sayIfAny(String trouble, PrintStream errors) {
        if (!trouble.isEmpty()) {
            errors.println("qm demo: " + trouble);
        }
    }
}
