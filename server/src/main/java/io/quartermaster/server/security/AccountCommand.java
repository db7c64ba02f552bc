package io.quartermaster.server.security;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ExitCode;

/** What the commands on accounts have in common: they change one file, or say in one sentence why not. */
abstract class AccountCommand {
    final InputStream input;
    final PrintStream output;
    final PrintStream errors;
    final RandomGenerator random;
    final PasswordHashing hashing;

    AccountCommand(InputStream input, PrintStream output, PrintStream errors, RandomGenerator random) {
        this.input = input;
        this.output = output;
        this.errors = errors;
        this.random = random;
        this.hashing = new PasswordHashing(random);
    }

    /** @return the exit code: 1 when the work threw one of the exceptions that carry a sentence for the person */
    final int attempt(Runnable work) {
        try {
            work.run();
            return ExitCode.OK;
        } catch (AccessFileException | IllegalArgumentException e) {
            errors.println(e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    /** A file that does not exist yet begins with the role of administrators alone. */
    static void change(AccessFile file, UnaryOperator<Access> change) {
        file.change(existing -> change.apply(existing.orElseGet(Access::empty)));
    }

    static Access existing(AccessFile file) {
        return file.read().orElseGet(Access::empty);
    }

    final void tell(String account, ChosenPassword.Choice choice) {
        if (choice.isNew()) {
            output.println("Password of '" + account + "', shown this once: "
                    + choice.password().reveal());
        }
    }
}
