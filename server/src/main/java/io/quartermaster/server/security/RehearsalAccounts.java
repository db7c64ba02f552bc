package io.quartermaster.server.security;

import java.util.List;

/** The accounts of a rehearsal: one user who may do everything, and one agent account, in a file that is thrown away. */
public final class RehearsalAccounts {
    public static final String USER = "rehearsal-user";
    public static final String AGENT = "rehearsal-agent";

    private RehearsalAccounts() {}

    /** @throws AccessFileException when the file cannot be written */
    public static void write(AccessFile file, PasswordHashing hashing, Password password) {
        PasswordHash hash = hashing.hash(password);
        file.change(existing -> existing.orElseGet(Access::empty)
                .withAdministratorRole()
                .with(new Access.User(USER, hash, List.of(Access.ADMINISTRATOR)))
                .with(new Access.Agent(AGENT, hash)));
    }
}
