package io.quartermaster.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AccountCommandsTest {
    private static final Pattern PRINTED_PASSWORD = Pattern.compile("shown this once: (\\S+)");

    private final PasswordHashing hashing = new PasswordHashing(new Random(3));
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void inANewFolder() {
        file = folder.resolve("access.json");
    }

    @Test
    void aNewUserGetsAPasswordThatIsPrintedOnceAndARole() {
        assertThat(user("", "add", "CORP\\bob", "--role", "administrator")).isZero();
        Access.User bob = access().user("corp\\bob").orElseThrow();
        assertThat(hashing.matches(printedPassword(), bob.password())).isTrue();
        assertThat(access().caller(bob).holds(Permission.ALL)).isTrue();
    }

    @Test
    void aPasswordFromTheStandardInputIsNotPrinted() {
        assertThat(user("correct horse battery\nmore\n", "add", "bob", "--role", "Administrator", "--password-stdin"))
                .isZero();
        assertThat(output.toString(UTF_8)).isEmpty();
        Access.User bob = access().user("bob").orElseThrow();
        assertThat(hashing.matches(PasswordHashingTest.password("correct horse battery"), bob.password()))
                .isTrue();
    }

    @Test
    void aShortPasswordIsRefused() {
        assertThat(user("short\n", "add", "bob", "--password-stdin")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).isEqualToIgnoringNewLines("The password has 5 characters, not 12 to 1024.");
        assertThat(new AccessFile(file).read()).isEmpty();
    }

    @Test
    void aNameIsUsedOnceInAnyCaseAcrossBothKinds() {
        assertThat(agentAccount("add", "machines")).isZero();
        assertThat(user("", "add", "Machines")).isEqualTo(1);
        assertThat(agentAccount("add", "MACHINES")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("There is an account 'Machines' already.");
        assertThat(access().users()).isEmpty();
    }

    @Test
    void anUnknownRoleIsRefusedWithTheKnownOnes() {
        assertThat(user("", "add", "bob", "--role", "Operators")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("has the role 'Operators', which is not one of: Administrator.");
    }

    @Test
    void anotherPasswordReplacesTheOldOneAndKeepsTheRoles() {
        user("first password\n", "add", "bob", "--role", "Administrator", "--password-stdin");
        assertThat(user("", "password", "BOB")).isZero();
        Access.User bob = access().user("bob").orElseThrow();
        assertThat(bob.name()).isEqualTo("bob");
        assertThat(bob.roles()).containsExactly("Administrator");
        assertThat(hashing.matches(printedPassword(), bob.password())).isTrue();
    }

    @Test
    void usersAreListedAndRemoved() {
        user("", "add", "bob", "--role", "Administrator");
        agentAccount("add", "machines");
        output.reset();
        assertThat(user("", "list")).isZero();
        assertThat(output.toString(UTF_8)).isEqualToIgnoringNewLines("bob\tAdministrator");
        assertThat(user("", "remove", "machines")).isEqualTo(1);
        assertThat(user("", "remove", "bob")).isZero();
        assertThat(agentAccount("remove", "machines")).isZero();
        assertThat(access().users()).isEmpty();
        assertThat(access().agents()).isEmpty();
    }

    @Test
    void anUnknownAccountIsSaidWithTheFileThatWasSearched() {
        String where = "' in " + file + "; name another data folder with --data.";
        assertThat(user("", "password", "nobody")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).isEqualToIgnoringNewLines("There is no user 'nobody" + where);
        errors.reset();
        assertThat(agentAccount("password", "nobody")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).isEqualToIgnoringNewLines("There is no agent account 'nobody" + where);
    }

    @Test
    void aNewUserWithoutARoleIsSaidToBeAbleToDoNothing() {
        user("", "add", "alice", "--role", "Administrator");
        assertThat(output.toString(UTF_8)).doesNotContain("403");
        assertThat(user("", "add", "bob")).isZero();
        assertThat(output.toString(UTF_8))
                .contains("'bob' has no role, and may do nothing yet: everything is answered with 403. Give it one in "
                        + file + ".");
    }

    @Test
    void theFirstStartNamesTheFileWhosePasswordIsToBeChanged() {
        new FirstAccess(new AccessFile(file), hashing, new Random(1), print(output)).ensure();
        assertThat(output.toString(UTF_8)).contains("./qm user password admin --access-file " + file + "\n");
    }

    @Test
    void anAgentAccountGetsAPasswordToo() {
        assertThat(agentAccount("add", "machines")).isZero();
        Access.Agent machines = access().agent("machines").orElseThrow();
        assertThat(hashing.matches(printedPassword(), machines.password())).isTrue();
    }

    private Password printedPassword() {
        var matcher = PRINTED_PASSWORD.matcher(output.toString(UTF_8));
        assertThat(matcher.find()).isTrue();
        return PasswordHashingTest.password(matcher.group(1));
    }

    private Access access() {
        return new AccessFile(file).read().orElseThrow();
    }

    private int user(String input, String... arguments) {
        return run(new UserCommand(stream(input), print(output), print(errors), new Random(1)), arguments);
    }

    private int agentAccount(String... arguments) {
        return run(new AgentAccountCommand(stream(""), print(output), print(errors), new Random(1)), arguments);
    }

    private int run(Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--access-file=" + file);
        return new CommandLine(command).execute(all.toArray(String[]::new));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, UTF_8);
    }
}
