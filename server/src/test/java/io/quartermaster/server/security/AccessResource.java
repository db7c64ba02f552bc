package io.quartermaster.server.security;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Gives a {@code @QuarkusTest} the accounts of {@link TestUser}: {@code @QuarkusTestResource(AccessResource.class)}. */
public final class AccessResource implements QuarkusTestResourceLifecycleManager {
    /** The least that Argon2 allows: these tests are not about the cost. */
    private final PasswordHashing hashing = new PasswordHashing(new Random(1), 8, 1);

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "access");
            AccessFile file = new AccessFile(folder.resolve("access.json"));
            file.change(nothing -> access());
            return Map.of("qm.access-file", file.path().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Access access() {
        List<Access.User> users = new ArrayList<>();
        for (TestUser user : TestUser.values()) {
            List<String> roles = user == TestUser.STRANGER ? List.of() : List.of(user.name());
            users.add(new Access.User(user.account(), hash(user.account()), roles));
        }
        return new Access(
                Arrays.stream(TestUser.values()).map(TestUser::role).toList(),
                users,
                Stream.of(TestUser.AGENT_ACCOUNT, TestUser.INTRUDING_AGENT_ACCOUNT)
                        .map(account -> new Access.Agent(account, hash(account)))
                        .toList());
    }

    private PasswordHash hash(String account) {
        return hashing.hash(TestUser.password(account));
    }

    @Override
    public void stop() {
        // the folder is under target
    }
}
