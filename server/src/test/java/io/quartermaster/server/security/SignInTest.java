package io.quartermaster.server.security;

import static io.quartermaster.server.security.PasswordHashingTest.password;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    private final AdjustableClock clock = new AdjustableClock();
    private final Random random = new Random(5);
    private final PasswordHashing hashing = new PasswordHashing(random);

    /** For tests that are not about the cost: the least memory that Argon2 allows. */
    private final PasswordHashing cheapHashing = new PasswordHashing(random, 8, 1);

    @TempDir
    private Path folder;

    private AccessFile file;
    private SignIn signIn;

    @BeforeEach
    void aUserAndAnAgent() {
        file = new AccessFile(folder.resolve("access.json"));
        file.change(nothing -> Access.empty()
                .with(new Access.User("CORP\\alice", cheapHash("alices password"), List.of("Administrator")))
                .with(new Access.Agent("machines", cheapHash("machines password"))));
        signIn = new SignIn(new Accounts(file, clock), hashing, clock, random);
    }

    @Test
    void theNameIsReadInAnyCaseAndThePasswordIsNot() {
        assertThat(signIn.person(credentials("corp\\ALICE", "alices password"), HOME))
                .map(Caller::name)
                .contains("CORP\\alice");
        assertThat(signIn.person(credentials("corp\\ALICE", "Alices password"), HOME))
                .isEmpty();
        assertThat(signIn.person(credentials("mallory", "alices password"), HOME))
                .isEmpty();
    }

    @Test
    void aPersonIsNoAgentAndAnAgentIsNoPerson() {
        assertThat(signIn.agent(credentials("machines", "machines password"), HOME))
                .contains(new AgentAccount("machines"));
        assertThat(signIn.person(credentials("machines", "machines password"), HOME))
                .isEmpty();
        assertThat(signIn.agent(credentials("CORP\\alice", "alices password"), HOME))
                .isEmpty();
    }

    @Test
    void afterTenFailuresEachTryHasToWaitAMinute() {
        failTenTimes();
        assertThatExceptionOfType(TooManyFailures.class)
                .isThrownBy(() -> signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .satisfies(wait -> assertThat(wait.pauseLeft()).isEqualTo(Duration.ofMinutes(1)));
        clock.advance(Duration.ofSeconds(61));
        assertThat(signIn.person(credentials("CORP\\alice", "wrong"), HOME)).isEmpty();
        assertThatExceptionOfType(TooManyFailures.class)
                .isThrownBy(() -> signIn.person(credentials("CORP\\alice", "alices password"), HOME));
        clock.advance(Duration.ofSeconds(61));
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isPresent();
        assertThat(signIn.person(credentials("CORP\\alice", "wrong"), HOME)).isEmpty();
        assertThat(signIn.person(credentials("CORP\\alice", "wrong"), HOME)).isEmpty();
    }

    @Test
    void failuresAtOneAddressDoNotLockOutAnother() {
        failTenTimes();
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), ELSEWHERE))
                .isPresent();
    }

    @Test
    void whoeverIsSignedInAlreadyStaysSoWhileOthersFail() {
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isPresent();
        failTenTimes();
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isPresent();
    }

    @Test
    void failuresAreForgottenAfterAQuarterOfAnHour() {
        failTenTimes();
        clock.advance(Duration.ofMinutes(16));
        assertThat(signIn.person(credentials("CORP\\alice", "wrong"), HOME)).isEmpty();
        assertThat(signIn.person(credentials("CORP\\alice", "wrong"), HOME)).isEmpty();
    }

    @Test
    void theSecondCallOfAnAgentCostsNoHashing() {
        Credentials credentials = credentials("machines", "machines password");
        file.change(access ->
                access.orElseThrow().with(new Access.Agent("machines", hashing.hash(password("machines password")))));
        clock.advance(Accounts.LOOK_AGAIN_AFTER);
        long first = nanos(() -> assertThat(signIn.agent(credentials, HOME)).isPresent());
        long later = nanos(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(signIn.agent(credentials, HOME)).isPresent();
            }
        });
        assertThat(later).isLessThan(first);
    }

    @Test
    void aChangedPasswordCountsASecondLaterAndTheOldOneNoMore() {
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isPresent();
        file.change(access ->
                access.orElseThrow().with(new Access.User("CORP\\alice", cheapHash("another password"), List.of())));
        clock.advance(Accounts.LOOK_AGAIN_AFTER);
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isEmpty();
        assertThat(signIn.person(credentials("CORP\\alice", "another password"), HOME))
                .map(Caller::roles)
                .contains(List.of());
    }

    @Test
    void aFileThatBecameWrongDoesNotCount() throws IOException {
        Files.writeString(file.path(), "{");
        clock.advance(Accounts.LOOK_AGAIN_AFTER);
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isPresent();
        Files.delete(file.path());
        clock.advance(Accounts.LOOK_AGAIN_AFTER);
        assertThat(signIn.person(credentials("CORP\\alice", "alices password"), HOME))
                .isPresent();
    }

    @Test
    void theFirstStartMakesAnAdministratorWithAPasswordThatIsShownOnce() {
        AccessFile fresh = new AccessFile(folder.resolve("first").resolve("access.json"));
        String printed = ensureFirstAccess(fresh);
        var matcher = Pattern.compile("user 'admin' with password (\\S+)").matcher(printed);
        assertThat(matcher.find()).isTrue();
        SignIn firstSignIn = new SignIn(new Accounts(fresh, clock), hashing, clock, random);
        assertThat(firstSignIn.person(credentials("admin", matcher.group(1)), HOME))
                .hasValueSatisfying(
                        admin -> assertThat(admin.holds(Permission.ALL)).isTrue());
        assertThat(ensureFirstAccess(fresh)).isEmpty();
    }

    @Test
    void aFileWithAgentsOnlyStillGetsItsAdministrator() {
        AccessFile agentsOnly = new AccessFile(folder.resolve("agents.json"));
        agentsOnly.change(nothing -> new Access(
                List.of(), List.of(), List.of(new Access.Agent("machines", cheapHash("machines password")))));
        assertThat(ensureFirstAccess(agentsOnly)).contains("admin");
        assertThat(agentsOnly.read().orElseThrow().agents()).hasSize(1);
    }

    private String ensureFirstAccess(AccessFile at) {
        var printed = new ByteArrayOutputStream();
        new FirstAccess(at, hashing, random, new PrintStream(printed, true, StandardCharsets.UTF_8)).ensure();
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void failTenTimes() {
        for (int i = 0; i < FailedSignIns.FREE; i++) {
            assertThat(signIn.person(credentials("CORP\\alice", "wrong" + i), HOME))
                    .isEmpty();
        }
    }

    private static Credentials credentials(String name, String password) {
        return new Credentials(name, password(password));
    }

    private PasswordHash cheapHash(String text) {
        return cheapHashing.hash(password(text));
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
