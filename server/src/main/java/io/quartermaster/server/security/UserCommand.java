package io.quartermaster.server.security;

import io.quartermaster.server.db.Seams;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code qm user}: the accounts of people and programs. A running server takes a change over within a second. */
@Command(
        name = "user",
        description = "Accounts of people and programs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class UserCommand extends AccountCommand {
    public UserCommand() {
        this(System.in, System.out, System.err, Seams.secureRandom());
    }

    UserCommand(InputStream input, PrintStream output, PrintStream errors, RandomGenerator random) {
        super(input, output, errors, random);
    }

    @Command(name = "add", description = "Add a user; the password is made and printed once unless it is read")
    int add(
            @Mixin AccessFileOption access,
            @Mixin ChosenPassword chosen,
            @Parameters(paramLabel = "NAME", description = "for example alice or CORP\\alice") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            arity = "1",
                            defaultValue = Option.NULL_VALUE,
                            description = "a role of the file; may be given more than once")
                    List<String> roles) {
        return attempt(() -> {
            AccountName.check(name);
            ChosenPassword.Choice choice = chosen.choose(input, random);
            PasswordHash hash = hashing.hash(choice.password());
            change(access.file(), before -> {
                if (before.user(name).isPresent() || before.agent(name).isPresent()) {
                    throw new IllegalArgumentException("There is an account '" + name + "' already.");
                }
                return before.with(new Access.User(name, hash, roles == null ? List.of() : roles));
            });
            tell(name, choice);
            if (roles == null || roles.isEmpty()) {
                output.println(
                        "'" + name + "' has no role, and may do nothing yet: everything is answered with 403. Give"
                                + " it one in " + access.file().path() + ".");
            }
        });
    }

    @Command(name = "password", description = "Give a user another password")
    int password(
            @Mixin AccessFileOption access,
            @Mixin ChosenPassword chosen,
            @Parameters(paramLabel = "NAME") String name) {
        return attempt(() -> {
            ChosenPassword.Choice choice = chosen.choose(input, random);
            PasswordHash hash = hashing.hash(choice.password());
            change(access.file(), before -> {
                Access.User user = required(access.file(), before, name);
                return before.with(new Access.User(user.name(), hash, user.roles()));
            });
            tell(name, choice);
        });
    }

    @Command(name = "list", description = "List the users with their roles")
    int list(@Mixin AccessFileOption access) {
        return attempt(() -> existing(access.file())
                .users()
                .forEach(user -> output.println(user.name() + "\t" + String.join(", ", user.roles()))));
    }

    @Command(name = "remove", description = "Remove a user")
    int remove(@Mixin AccessFileOption access, @Parameters(paramLabel = "NAME") String name) {
        return attempt(() -> change(access.file(), before -> before.without(required(access.file(), before, name))));
    }

    private static Access.User required(AccessFile file, Access access, String name) {
        return access.user(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no user '" + name + "' in " + file.path()
                        + "; name another data folder with --data."));
    }
}
