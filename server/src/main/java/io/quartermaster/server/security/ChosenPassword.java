package io.quartermaster.server.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/**
 * Where the password of an account comes from: made here and printed once, or read from the standard input. Never from an
 * argument, which every user of the machine could see in the list of processes.
 */
public final class ChosenPassword {
    @Option(
            names = "--password-stdin",
            description = "read the password from the first line of the standard input instead of making one")
    private boolean fromInput;

    /** A password, and whether the person who runs the command still has to be told it. */
    record Choice(Password password, boolean isNew) {}

    /** @throws AccessFileException for a password that is too short or too long, or an input that ends */
    Choice choose(InputStream input, RandomGenerator random) {
        if (!fromInput) {
            return new Choice(Password.random(random), true);
        }
        String line;
        try {
            line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            throw new AccessFileException("Cannot read the password: " + e.getMessage(), e);
        }
        int length = line == null ? 0 : line.length();
        if (line == null || length < Password.LENGTH_MIN || length > Password.LENGTH_MAX) {
            throw new AccessFileException("The password has " + length + " characters, not " + Password.LENGTH_MIN
                    + " to " + Password.LENGTH_MAX + ".");
        }
        return new Choice(new Password(line.toCharArray()), false);
    }
}
