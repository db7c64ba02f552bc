package io.quartermaster.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAccessTest {
    private static final Pattern PRINTED = Pattern.compile("user 'admin' with password (\\S+)");

    @TempDir
    private Path folder = Path.of(".");

    private final PasswordHashing hashing = new PasswordHashing(new Random(3));
    private AccessFile file = new AccessFile(Path.of("access.json"));

    @BeforeEach
    void place() {
        file = new AccessFile(folder.resolve("access.json"));
    }

    /** What it prints. */
    private String ensure(RandomGenerator random) {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        new FirstAccess(file, hashing, random, new PrintStream(console, true, UTF_8)).ensure();
        return console.toString(UTF_8);
    }

    private boolean isAdminsPassword(String printed) {
        Matcher matcher = PRINTED.matcher(printed);
        assertThat(matcher.find()).as(printed).isTrue();
        Access.User admin = file.read().orElseThrow().user("admin").orElseThrow();
        return hashing.matches(new Password(matcher.group(1).toCharArray()), admin.password());
    }

    @Test
    void theFirstStartPrintsThePasswordAndTheSecondNothing() {
        String first = ensure(new Random(1));
        assertThat(isAdminsPassword(first)).isTrue();
        assertThat(ensure(new Random(2))).isEmpty();
    }

    @Test
    void ofTwoFirstStartsAtOnceOnlyTheOneWhosePasswordCountsPrintsIt() {
        StringBuilder other = new StringBuilder();
        // The first has looked, and found nobody, when it asks for its password; the other does all of its work then.
        RandomGenerator slow = new Random(1) {
            @Override
            public int nextInt(int bound) {
                if (other.isEmpty()) {
                    other.append(ensure(new Random(2)));
                }
                return super.nextInt(bound);
            }
        };
        assertThat(ensure(slow)).isEmpty();
        assertThat(isAdminsPassword(other.toString())).isTrue();
    }
}
