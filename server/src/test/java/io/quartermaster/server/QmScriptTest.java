package io.quartermaster.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code qm} itself, in a copy of the project that has only what it looks at. Its JDKs and its Maven are small
 * scripts that print what they were called with.
 */
class QmScriptTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path temporary = Path.of(".");

    private final Map<String, String> environment = new TreeMap<>();

    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void makeProject() throws IOException {
        Path original = Path.of("..", "qm").toAbsolutePath().normalize();
        Files.createDirectories(temporary.resolve("project"));
        Files.copy(original, project("qm"));
        write(project("pom.xml"), "");
        write(project("server/pom.xml"), "");
        write(project("server/src/main/java/A.java"), "class A {}");
        // Maven makes the jar that it is asked for.
        program(
                "bin/mvn",
                "echo \"mvn $* with $JAVA_HOME\"; mkdir -p server/target/quarkus-app;"
                        + " touch server/target/quarkus-app/quarkus-run.jar; exit ${MVN_EXIT:-0}");
        makeOld(temporary.resolve("project"));
        environment.put("PATH", temporary.resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", temporary.toString());
        environment.put("QM_JDK_FOLDERS", temporary.resolve("jdks") + "/*");
    }

    private Path project(String path) {
        return temporary.resolve("project").resolve(path);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent() == null ? file : file.getParent());
        Files.writeString(file, text);
    }

    private void program(String path, String script) throws IOException {
        Path file = temporary.resolve(path);
        write(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void jdk(String folder, String version) throws IOException {
        program(folder + "/bin/javac", "exit 1");
        program(folder + "/bin/java", "echo \"java $*\"; exit ${JAVA_EXIT:-0}");
        write(temporary.resolve(folder).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private static void makeOld(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
            }
        }
    }

    private Outcome qm(String... arguments) throws Exception {
        // The path of bash by name: PATH of the script need not have the one that we have.
        List<String> command = new ArrayList<>(List.of("bash", project("qm").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temporary.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    @Test
    void aloneItExplainsItselfWithoutAJdk() throws Exception {
        Outcome outcome = qm();
        assertThat(outcome.exitCode()).isZero();
        for (String command :
                List.of("run", "database", "user", "agent-account", "version", "test", "check", "fmt", "accept")) {
            assertThat(outcome.output()).containsPattern("(?m)^  " + command + "( |$)");
        }
    }

    @Test
    void aCommandWhosePartIsNotThereIsNotListed() throws Exception {
        assertThat(qm().output()).doesNotContainPattern("(?m)^  (demo|agent|sim|bench) ");
        write(project("cli/pom.xml"), "");
        write(project("agent/pom.xml"), "");
        write(project("benchmarks/pom.xml"), "");
        Files.createDirectories(project("server/src/test/java/io/quartermaster/server/sim"));
        assertThat(qm().output())
                .containsPattern("(?m)^  demo ")
                .containsPattern("(?m)^  agent ")
                .containsPattern("(?m)^  sim ")
                .containsPattern("(?m)^  bench ");
    }

    @Test
    void anUnknownCommandIsNamed() throws Exception {
        assertThat(qm("rnu")).isEqualTo(new Outcome(2, "qm: unknown command 'rnu'; ./qm alone lists them.\n"));
    }

    @Test
    void withoutAJdkItSaysHowToGetOne() throws Exception {
        jdk("jdks/old", "17.0.9");
        environment.put("JAVA_HOME", temporary.resolve("jdks/old").toString());
        environment.put("PATH", temporary.resolve("bin") + ":" + withoutJavac());
        Outcome outcome = qm("run");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .startsWith("qm: There is no JDK 25 or newer in JAVA_HOME, on PATH or in the usual folders.")
                .contains("apt-get install openjdk-25-jdk-headless")
                .contains("set JAVA_HOME");
    }

    /** A folder with the few programs that the script uses before it has a JDK. */
    private String withoutJavac() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("few"));
        for (String name : List.of("bash", "dirname", "sed", "readlink")) {
            Path program =
                    Files.isExecutable(Path.of("/usr/bin", name)) ? Path.of("/usr/bin", name) : Path.of("/bin", name);
            Files.createSymbolicLink(folder.resolve(name), program);
        }
        return folder.toString();
    }

    @Test
    void aJdkThatIsNewEnoughWinsFromJavaHomeThenPathThenTheFolders() throws Exception {
        jdk("jdks/a-26", "26");
        jdk("jdks/b-25", "25.0.1");
        environment.put("PATH", temporary.resolve("bin") + ":" + withoutJavac() + ":" + others());
        assertThat(qm("fmt").output())
                .as("of the folders the very version that we are built with")
                .contains("with " + temporary.resolve("jdks/b-25"));

        jdk("on-path", "27");
        Files.createSymbolicLink(temporary.resolve("bin/javac"), Path.of("../on-path/bin/javac"));
        assertThat(qm("fmt").output())
                .contains("with " + temporary.resolve("on-path").toRealPath());

        jdk("chosen", "25");
        environment.put("JAVA_HOME", temporary.resolve("chosen").toString());
        assertThat(qm("fmt").output()).contains("with " + temporary.resolve("chosen"));

        jdk("chosen", "21.0.2");
        assertThat(qm("fmt").output())
                .as("one that is too old is passed over")
                .contains("with " + temporary.resolve("on-path").toRealPath());
    }

    private String others() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("others"));
        for (String name : List.of("find", "tee", "awk", "mv", "rm", "mkdir", "touch", "id", "grep", "cat")) {
            Path program =
                    Files.isExecutable(Path.of("/usr/bin", name)) ? Path.of("/usr/bin", name) : Path.of("/bin", name);
            Files.createSymbolicLink(folder.resolve(name), program);
        }
        return folder.toString();
    }

    private void chooseJdk() throws IOException {
        jdk("chosen", "25");
        environment.put("JAVA_HOME", temporary.resolve("chosen").toString());
    }

    @Test
    void optionsAndExitCodesPassThrough() throws Exception {
        chooseJdk();
        environment.put("JAVA_EXIT", "7");
        environment.put("QM_JAVA_OPTS", "-Xmx300m -Dx=y");
        Outcome outcome = qm("run", "--data", "a folder", "--http-port=0");
        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.output())
                .endsWith(" -Xmx300m -Dx=y -jar " + project("server/target/quarkus-app/quarkus-run.jar")
                        + " run --data a folder --http-port=0\n");
    }

    @Test
    void theServerHasASmallHeapUnlessOneIsChosenAndEndsWhenItIsFull() throws Exception {
        chooseJdk();
        assertThat(lastLineOf(qm("run")))
                .contains(" -XX:+ExitOnOutOfMemoryError ")
                .contains(" -XX:+UseG1GC ")
                .contains(" -Xmx512m ");
        environment.put("QM_JAVA_OPTS", "-Xmx4g -XX:+UseZGC");
        assertThat(lastLineOf(qm("run")))
                .contains(" -XX:+ExitOnOutOfMemoryError ")
                .doesNotContain("-Xmx512m")
                .doesNotContain("MaxNewSize")
                .doesNotContain("-XX:+UseG1GC")
                .contains(" -Xmx4g -XX:+UseZGC -jar ");
    }

    private static String lastLineOf(Outcome outcome) {
        return outcome.output().lines().toList().getLast();
    }

    @Test
    void theJdkLearnsHowTheServerStartsOnceForEachBuildAndWithoutItsSettings() throws Exception {
        chooseJdk();
        // The JDK makes the file that it is told.
        program(
                "chosen/bin/java",
                "for word in \"$@\"; do case $word in -XX:AOTCacheOutput=*) echo learnt > \"${word#*=}\" ;; esac; done;"
                        + " echo \"java $* with ${QM_DB_URL-no database}\"");
        environment.put("QM_DB_URL", "jdbc:postgresql://db.example.org/quartermaster");
        Outcome first = qm("run");
        assertThat(first.output())
                .contains("letting the JDK learn how the server starts")
                .contains("qm: done in ");
        assertThat(Files.readString(project("target/qm-rehearsal.log"))).contains(" rehearse with no database");
        assertThat(lastLineOf(first))
                .contains(" -XX:AOTCache=" + project("server/target/quarkus-app/server.aot") + " ")
                .endsWith(" run with jdbc:postgresql://db.example.org/quartermaster");

        assertThat(qm("run").output()).doesNotContain("letting the JDK learn");
        assertThat(lastLineOf(qm("user", "list"))).contains(" -XX:AOTCache=");
        environment.put("QM_JAVA_OPTS", "-XX:AOTMode=off");
        assertThat(lastLineOf(qm("run"))).doesNotContain("-XX:AOTCache=");
        environment.remove("QM_JAVA_OPTS");

        Files.setLastModifiedTime(
                project("server/target/quarkus-app/quarkus-run.jar"),
                FileTime.from(Instant.now().plus(Duration.ofSeconds(1))));
        assertThat(qm("run").output()).contains("letting the JDK learn");
    }

    @Test
    void aJdkThatLearnsNothingIsNoReasonNotToStart() throws Exception {
        chooseJdk();
        Outcome outcome = qm("run");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .contains("qm: it did not, so the server starts slower; " + project("target/qm-rehearsal.log")
                        + " says why.");
        assertThat(lastLineOf(outcome)).endsWith("/quarkus-run.jar run").doesNotContain("-XX:AOTCache=");
        assertThat(qm("run").output()).as("tried once").doesNotContain("letting the JDK learn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "database", "user", "agent-account"})
    void theCommandsOfTheServerGoToItsJar(String command) throws Exception {
        chooseJdk();
        assertThat(qm(command, "--help").output()).endsWith("/quarkus-run.jar " + command + " --help\n");
    }

    @Test
    void theVersionIsThatOfTheServerAndNamesTheCommitThatWasBuilt() throws Exception {
        chooseJdk();
        program("bin/git", "echo 1234abc-dirty");
        assertThat(qm("version").output()).endsWith("/quarkus-run.jar --version\n");
        assertThat(qm("fmt").output())
                .as("a project that is no checkout, be it inside of one")
                .contains("-Dqm.commit=unknown ");
        Files.createDirectories(project(".git"));
        assertThat(qm("fmt").output()).contains("-Dqm.commit=1234abc-dirty ");
    }

    @Test
    void itBuildsWhatIsMissingOnceAndAgainWhenASourceChangedOrWent() throws Exception {
        chooseJdk();
        assertThat(qm("run").output()).contains("building (server/target/quarkus-app/quarkus-run.jar is missing)");
        assertThat(qm("run").output()).doesNotContain("building");

        Path source = project("server/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(1))));
        assertThat(qm("run").output()).contains("building (server/src/main/java/A.java changed)");

        makeOld(project("server/src"));
        assertThat(qm("run").output()).doesNotContain("building");
        Files.delete(source);
        Files.setLastModifiedTime(
                project("server/src/main/java"), FileTime.from(Instant.now().plus(Duration.ofSeconds(1))));
        assertThat(qm("run").output()).contains("building (server/src/main/java changed)");
    }

    @Test
    void aFailedBuildEndsItAndTheNextRunBuildsAgain() throws Exception {
        chooseJdk();
        environment.put("MVN_EXIT", "1");
        Outcome outcome = qm("run");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("qm: The build failed; all that Maven said is in " + project("target/qm-build.log"))
                .doesNotContain(" -jar ");
        environment.remove("MVN_EXIT");
        assertThat(qm("run").output())
                .contains("building (no build was completed yet)")
                .contains(" -jar ");
    }

    @Test
    void theSimulationGetsItsSeed() throws Exception {
        chooseJdk();
        assertThat(qm("sim", "--seed", "42").output())
                .contains("-Dtest=SimulationTest")
                .contains("-Dqm.sim.seed=42 ");
        assertThat(qm("sim", "--sede", "42").exitCode()).isEqualTo(1);
    }

    @Test
    void acceptSaysSoToTheTests() throws Exception {
        chooseJdk();
        assertThat(qm("accept", "StatusTest").output()).contains("-Dqm.accept=true -Dtest=StatusTest ");
    }

    @Test
    void testsFailWithTheExitCodeOfMavenAndInCiAlsoWhenOneWasSkipped() throws Exception {
        chooseJdk();
        assertThat(qm("test", "-Dtest=IdsTest").output()).contains("verify -Dtest=IdsTest ");
        environment.put("MVN_EXIT", "3");
        assertThat(qm("test").exitCode()).isEqualTo(3);

        environment.remove("MVN_EXIT");
        program("bin/mvn", "echo '[WARNING] Tests run: 5, Failures: 0, Errors: 0, Skipped: 1'");
        assertThat(qm("test").exitCode()).isZero();
        environment.put("CI", "true");
        Outcome outcome = qm("test");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("Skipped: 1").contains("In CI no test is skipped, and these were.");
    }
}
