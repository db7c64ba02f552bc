package io.quartermaster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.fake.RecordedLog;
import io.quartermaster.agent.protocol.CompleteRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final Attempt ATTEMPT =
            new Attempt("/Custom/Complete", new CompleteRequest(2, 501, "job-1", "", "token", "log"), 1_795_000_000L);

    private final RecordedLog log = new RecordedLog();

    @TempDir
    Path folder;

    @Test
    void whatWasRememberedIsThereAfterARestart() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            assertThat(state.agentId()).isEmpty();
            state.rememberAgentId("id-1");
            state.save(ATTEMPT);
        }
        try (StateFolder state = open("https://a", "edge")) {
            assertThat(state.agentId()).contains("id-1");
            assertThat(state.attempts()).containsExactly(ATTEMPT);
            state.remove(ATTEMPT);
            state.remove(ATTEMPT);
            assertThat(state.attempts()).isEmpty();
        }
    }

    @Test
    void changesAndReenrollmentsAreRememberedForAllServers() throws IOException {
        PendingChange change = new PendingChange("PEM", "/srv/a.pem", Map.of("privateKeyPath", "/srv/a.key"));
        Enrolled enrolled = new Enrolled("job-1", "/srv/a.pem", "ab", 1_795_000_000L);
        try (StateFolder state = open("https://a", "edge")) {
            state.rememberChange(change);
            state.rememberChange(new PendingChange("pem", "/srv/a.pem", Map.of("privateKeyPath", "/srv/a.key")));
            state.rememberEnrolled(enrolled);
        }
        try (StateFolder state = open("https://b", "other")) {
            assertThat(state.pendingChanges()).hasSize(1);
            assertThat(state.enrolled("job-1")).contains(enrolled);
            assertThat(state.enrolled("job-2")).isEmpty();
            state.forgetChange(change);
            state.forgetChange(change);
            state.forgetEnrolled("job-1");
            state.forgetEnrolled("job-1");
            assertThat(state.pendingChanges()).isEmpty();
            assertThat(state.enrolled("job-1")).isEmpty();
        }
        assertThat(log.lines).isEmpty();
    }

    @Test
    void aChangeThatCannotBeRememberedIsAnError() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            Files.delete(folder.resolve("changes"));
            assertThatThrownBy(() -> state.rememberChange(new PendingChange("PEM", "/srv/a.pem", Map.of())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void ofVeryManyReenrollmentsTheOldestAreForgotten() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            for (int i = 0; i < StateFolder.ENROLLED_MAX; i++) {
                Files.writeString(
                        folder.resolve("enrolled/job-" + i + ".json"),
                        "{\"JobId\":\"job-" + i + "\",\"StorePath\":\"/a\",\"Thumbprint\":\"ab\",\"AtEpochSecond\":"
                                + (i + 5) + "}");
            }
            state.rememberEnrolled(new Enrolled("late", "/a", "ab", 1_795_000_000L));
            assertThat(state.enrolled("job-0")).isEmpty();
            assertThat(state.enrolled("job-1")).isPresent();
            assertThat(state.enrolled("late")).isPresent();
        }
    }

    @Test
    void anAttemptThatIsSavedAgainReplacesItself() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            state.save(ATTEMPT);
            Attempt ended = ATTEMPT.endingWith(new CompleteRequest(4, 501, "job-1", "failed", "token", null));
            state.save(ended);
            assertThat(state.attempts()).containsExactly(ended);
        }
    }

    @Test
    void anotherServerOrNameGetsNeitherIdNorReports() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            state.rememberAgentId("id-1");
            state.save(ATTEMPT);
        }
        try (StateFolder state = open("https://b", "edge")) {
            assertThat(state.agentId()).isEmpty();
            assertThat(state.attempts()).isEmpty();
        }
        try (StateFolder state = open("https://a", "other")) {
            assertThat(state.agentId()).isEmpty();
        }
    }

    @Test
    void onlyTheOwnerMayReadWhatIsRemembered() throws IOException {
        Path fresh = folder.resolve("fresh");
        StateFolder.make(fresh);
        try (StateFolder state = StateFolder.open(fresh, "https://a", "edge", log)) {
            state.rememberAgentId("id-1");
            state.save(ATTEMPT);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.walk(fresh)) {
            List<Path> json =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(json)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void twoAgentsDoNotShareAFolder() throws IOException {
        try (StateFolder held = open("https://a", "edge")) {
            assertThat(held.agentId()).isEmpty();
            assertThatThrownBy(() -> open("https://a", "edge"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Another agent is running with the state folder " + folder + ".");
        }
        open("https://a", "edge").close();
    }

    @Test
    void damagedFilesAreLeftOutAndLogged() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            state.save(ATTEMPT);
            Files.writeString(folder.resolve("agent.json"), "{\"Server\":\"https://a\"}");
            Files.writeString(folder.resolve("attempts/1-x.json"), "{\"Server\":\"https://a\"}");
            Files.writeString(folder.resolve("attempts/2-x.json"), "half a fi");
            assertThat(state.agentId()).isEmpty();
            assertThat(state.attempts()).containsExactly(ATTEMPT);
            assertThat(log.lines).hasSize(3).allMatch(line -> line.contains("damaged"));
        }
    }

    @Test
    void anIdThatIsNoGuidIsDamageAndBreaksNothing() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            state.save(ATTEMPT);
            state.rememberAgentId("id-1");
            Path good;
            try (Stream<Path> files = Files.list(folder.resolve("attempts"))) {
                good = files.findFirst().orElseThrow();
            }
            for (String id : List.of("job\\u0000", "../job", "")) {
                Files.writeString(
                        folder.resolve("attempts/3-x.json"),
                        Files.readString(good).replace("job-1", id));
                log.lines.clear();
                assertThat(state.attempts()).as(id).containsExactly(ATTEMPT);
                assertThat(log.lines).singleElement().asString().contains("3-x.json is damaged and left out");
            }
            Path identity = folder.resolve("agent.json");
            Files.writeString(identity, Files.readString(identity).replace("id-1", "id\\u0000"));
            assertThat(state.agentId()).isEmpty();
            state.rememberAgentId("id\u0000");
            assertThat(log.lines.getLast()).contains("no GUID");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsLoggedAndDoesNotStopTheAgent() throws IOException {
        try (StateFolder state = open("https://a", "edge")) {
            Files.delete(folder.resolve("attempts"));
            state.save(ATTEMPT);
            assertThat(log.lines).singleElement().asString().contains("cannot be written");
        }
    }

    private StateFolder open(String server, String name) throws IOException {
        return StateFolder.open(folder, server, name, log);
    }
}
