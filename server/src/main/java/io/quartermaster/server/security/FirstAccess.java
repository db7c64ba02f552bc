package io.quartermaster.server.security;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes sure that somebody can sign in: on the first start, and whenever the access file has no user. */
public final class FirstAccess {
    static final String USER = "admin";

    private final AccessFile file;
    private final PasswordHashing hashing;
    private final RandomGenerator random;
    private final PrintStream console;

    /**
     * @param random a cryptographic generator
     * @param console gets the password of a user that had to be made, once; it is kept nowhere
     */
    public FirstAccess(AccessFile file, PasswordHashing hashing, RandomGenerator random, PrintStream console) {
        this.file = file;
        this.hashing = hashing;
        this.random = random;
        this.console = console;
    }

    /** @throws AccessFileException when the file is wrong or cannot be written */
    public void ensure() {
        if (hasUser(file.read())) {
            return;
        }
        Password password = Password.random(random);
        PasswordHash hash = hashing.hash(password);
        Access access = file.change(existing -> hasUser(existing)
                // Another server, or ./qm user, was faster; what it made stays.
                ? existing.orElseThrow()
                : existing.orElseGet(Access::empty)
                        .withAdministratorRole()
                        .with(new Access.User(USER, hash, List.of(Access.ADMINISTRATOR))));
        boolean madeHere = access.user(USER)
                .filter(user -> user.password().text().equals(hash.text()))
                .isPresent();
        if (madeHere) {
            print(password);
        }
    }

    private static boolean hasUser(Optional<Access> access) {
        return access.filter(found -> !found.users().isEmpty()).isPresent();
    }

    private void print(Password password) {
        console.println();
        console.println("  First start: sign in as user '" + USER + "' with password " + password.reveal());
        console.println("  It is shown this once. Set another one with: ./qm user password " + USER + " --access-file "
                + file.path());
        console.println();
        console.flush();
    }
}
