package io.quartermaster.server.start;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.quartermaster.server.db.embedded.EmbeddedPostgresException;
import io.quartermaster.server.security.AgentAccountCommand;
import io.quartermaster.server.security.UserCommand;
import io.quartermaster.server.setting.UnusableSettingException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The server program. Exit codes: 0 done, 1 could not do it (one sentence says why), 2 wrong options, 130 and 143
 * stopped by Ctrl-C and SIGTERM.
 */
@QuarkusMain
@Command(
        name = "qm",
        mixinStandardHelpOptions = true,
        resourceBundle = "io.quartermaster.server.start.build",
        version = "Quartermaster server ${bundle:build.version} (commit ${bundle:build.commit})",
        scope = ScopeType.INHERIT,
        subcommands = {
            RunServer.class,
            RunDatabase.class,
            RehearseServer.class,
            UserCommand.class,
            AgentAccountCommand.class
        })
public final class Main implements Runnable {
    static final int EXIT_REFUSED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String... arguments) {
        System.exit(commandLine(System.err).execute(arguments));
    }

    static CommandLine commandLine(PrintStream errors) {
        return new CommandLine(new Main()).setExecutionExceptionHandler((exception, commandLine, parsed) -> {
            if (exception instanceof StartException
                    || exception instanceof EmbeddedPostgresException
                    || exception instanceof UnusableSettingException) {
                errors.println("qm: " + exception.getMessage());
                return EXIT_REFUSED;
            }
            throw exception;
        });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? For example: run");
    }
}
