package io.quartermaster.cli;

import io.quartermaster.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The commands for people. Exit codes: 0 done, 1 could not do it (one sentence says why), 2 wrong options. */
@Command(
        name = "qm",
        mixinStandardHelpOptions = true,
        resourceBundle = "io.quartermaster.cli.build",
        version = "Quartermaster command line ${bundle:build.version} (commit ${bundle:build.commit})",
        scope = ScopeType.INHERIT)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new DemoCommand(Seams.systemClock(), Seams.systemPause(), Seams.secureRandom()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? For example: demo");
    }
}
