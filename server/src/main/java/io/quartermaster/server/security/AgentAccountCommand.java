package io.quartermaster.server.security;

import io.quartermaster.server.db.Seams;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code qm agent-account}: the accounts that agents sign in with. Such an account can do nothing else. A running server
 * takes a change over within a second.
 */
@Command(
        name = "agent-account",
        description = "Accounts that agents sign in with",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class AgentAccountCommand extends AccountCommand {
    public AgentAccountCommand() {
        this(System.in, System.out, System.err, Seams.secureRandom());
    }

    AgentAccountCommand(InputStream input, PrintStream output, PrintStream errors, RandomGenerator random) {
        super(input, output, errors, random);
    }

    @Command(name = "add", description = "Add an account; the password is made and printed once unless it is read")
    int add(
            @Mixin AccessFileOption access,
            @Mixin ChosenPassword chosen,
            @Parameters(paramLabel = "NAME", description = "for example web-servers or CORP\\agents") String name) {
        return attempt(() -> {
            AccountName.check(name);
            ChosenPassword.Choice choice = chosen.choose(input, random);
            PasswordHash hash = hashing.hash(choice.password());
            change(access.file(), before -> {
                if (before.user(name).isPresent() || before.agent(name).isPresent()) {
                    throw new IllegalArgumentException("There is an account '" + name + "' already.");
                }
                return before.with(new Access.Agent(name, hash));
            });
            tell(name, choice);
        });
    }

    @Command(name = "password", description = "Give an account another password")
    int password(
            @Mixin AccessFileOption access,
            @Mixin ChosenPassword chosen,
            @Parameters(paramLabel = "NAME") String name) {
        return attempt(() -> {
            ChosenPassword.Choice choice = chosen.choose(input, random);
            PasswordHash hash = hashing.hash(choice.password());
            change(
                    access.file(),
                    before -> before.with(new Access.Agent(
                            required(access.file(), before, name).name(), hash)));
            tell(name, choice);
        });
    }

    @Command(name = "list", description = "List the accounts of agents")
    int list(@Mixin AccessFileOption access) {
        return attempt(() -> existing(access.file()).agents().forEach(agent -> output.println(agent.name())));
    }

    @Command(name = "remove", description = "Remove an account of agents")
    int remove(@Mixin AccessFileOption access, @Parameters(paramLabel = "NAME") String name) {
        return attempt(() -> change(access.file(), before -> before.without(required(access.file(), before, name))));
    }

    private static Access.Agent required(AccessFile file, Access access, String name) {
        return access.agent(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no agent account '" + name + "' in "
                        + file.path() + "; name another data folder with --data."));
    }
}
