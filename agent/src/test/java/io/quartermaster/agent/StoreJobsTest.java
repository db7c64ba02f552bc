package io.quartermaster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.fake.Programs;
import io.quartermaster.agent.fake.Scripts;
import io.quartermaster.agent.fake.SteppedAgent;
import io.quartermaster.agent.fake.StoreJobs;
import io.quartermaster.agent.fake.TestCa;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All jobs on stores with the real store types, and the ways in which they fail. */
@Timeout(120)
class StoreJobsTest {
    private static final String ALIAS = "web";

    private final TestCa ca = new TestCa();
    private final Path folder;
    private final Path open;
    private final List<SteppedAgent> agents = new ArrayList<>();

    StoreJobsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.open = Files.createDirectory(folder.resolve("open"));
    }

    @AfterEach
    void close() throws IOException {
        for (SteppedAgent agent : agents) {
            agent.close();
        }
    }

    /** A store type, with the job types of it. */
    enum Kind {
        PEM("store.pem", ""),
        JKS("store.jks", "changeit"),
        PKCS12("store.p12", "changeit");

        final String file;
        final String password;

        Kind(String file, String password) {
            this.file = file;
            this.password = password;
        }

        BuiltInJobType job(String what) {
            return BuiltInJobType.valueOf(name() + "_" + what);
        }

        /** PEM stores name their entries themselves. */
        String alias(TestCa.Identity identity) {
            return this == PEM ? identity.thumbprint() : ALIAS;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreIsMadeFilledReplacedAndEmptied(Kind kind) throws Exception {
        Programs.requireOpenssl();
        SteppedAgent agent = agent(rules());
        StoreJobs jobs = jobs(kind);
        TestCa.Identity one = ca.identity("one");
        TestCa.Identity two = ca.identity("two");
        assertThat(run(agent, kind, jobs.create())).isEqualTo("2 The store was made.");
        assertThat(run(agent, kind, jobs.create())).isEqualTo("2 The store is there already; nothing was changed.");
        assertThat(inventory(agent, kind)).isEmpty();

        assertThat(run(agent, kind, jobs.add(ALIAS, ca, one, false))).isEqualTo("2 " + kind.alias(one) + " was added.");
        assertThat(run(agent, kind, jobs.add(ALIAS, ca, one, false)))
                .isEqualTo("2 " + kind.alias(one) + " is there already; nothing was changed.");
        assertThat(inventory(agent, kind)).contains(kind.alias(one) + " key " + TestCa.base64(one.der()));
        assertThat(publicKeyByOpenssl(kind)).isEqualTo(publicKey(one));

        String alias = kind == Kind.PEM ? one.thumbprint() : ALIAS;
        assertThat(run(agent, kind, jobs.add(alias, ca, two, false)))
                .startsWith("4 ")
                .endsWith(".");
        assertThat(publicKeyByOpenssl(kind)).isEqualTo(publicKey(one));
        assertThat(run(agent, kind, jobs.add(alias, ca, two, true))).isEqualTo("2 " + kind.alias(two) + " was added.");
        assertThat(publicKeyByOpenssl(kind)).isEqualTo(publicKey(two));

        String removed = kind.alias(two);
        assertThat(run(agent, kind, jobs.remove(removed))).isEqualTo("2 " + removed + " was removed.");
        assertThat(run(agent, kind, jobs.remove(removed)))
                .isEqualTo("2 There is no " + removed + " in the store; nothing was changed.");
        assertThat(inventory(agent, kind)).noneMatch(entry -> entry.contains(" key "));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsMadeInTheStore(Kind kind) throws Exception {
        Programs.requireOpenssl();
        SteppedAgent agent = agent(rules());
        StoreJobs jobs = jobs(kind);
        run(agent, kind, jobs.create());
        agent.server.issuer = ca::enroll;
        String jobId = agent.server.addReenrollment(kind.job("REENROLLMENT"), jobs.reenroll(ALIAS, false));
        CompleteRequest end = agent.run(jobId);
        assertThat(end.status()).as(end.message()).isEqualTo(CompletionStatus.SUCCESS);
        assertThat(end.message()).endsWith(" has a new key and certificate.");
        String certificate = Objects.requireNonNull(agent.server
                .attemptOf(jobId)
                .enrolled
                .values()
                .iterator()
                .next()
                .certificate());
        assertThat(inventory(agent, kind)).anyMatch(entry -> entry.endsWith(" key " + certificate));
        assertThat(publicKeyByOpenssl(kind)).startsWith("-----BEGIN PUBLIC KEY-----");
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatIsReenrolledMayBeMadeForIt(Kind kind) throws Exception {
        SteppedAgent agent = agent(rules());
        agent.server.issuer = ca::enroll;
        var order = jobs(kind).reenroll(ALIAS, false);
        CompleteRequest refused = agent.run(agent.server.addReenrollment(kind.job("REENROLLMENT"), order));
        assertThat(refused.message()).isEqualTo("There is no file " + path(kind) + ".");
        assertThat(agent.server.attempts.getFirst().enrolled).isEmpty();
        CompleteRequest made = agent.run(agent.server.addReenrollment(
                kind.job("REENROLLMENT"), jobs(kind).reenroll(ALIAS, false, true)));
        assertThat(made.status()).as(made.message()).isEqualTo(CompletionStatus.SUCCESS);
    }

    @ParameterizedTest
    @EnumSource
    void storesAreFound(Kind kind) throws Exception {
        SteppedAgent agent = agent(rules());
        run(agent, kind, jobs(kind).createAndAdd(ALIAS, ca, ca.identity("one")));
        String jobId = agent.server.addDiscovery(kind.job("DISCOVERY"), StoreJobs.discovery(open, false));
        assertThat(agent.run(jobId).status()).isEqualTo(CompletionStatus.SUCCESS);
        assertThat(agent.server.attemptOf(jobId).locations)
                .containsExactly(path(kind).toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"JKS", "PKCS12"})
    void withAWrongPasswordNothingChanges(Kind kind) throws Exception {
        SteppedAgent agent = agent(rules());
        run(agent, kind, jobs(kind).createAndAdd(ALIAS, ca, ca.identity("one")));
        Map<String, String> before = files();
        StoreJobs wrong = new StoreJobs(path(kind), "hunter2-wrong");
        assertThat(run(agent, kind, wrong.add("other", ca, ca.identity("two"), true)))
                .startsWith("4 ")
                .contains("password")
                .endsWith(".");
        assertThat(run(agent, kind, wrong.remove(ALIAS))).startsWith("4 ").contains("password");
        agent.server.issuer = ca::enroll;
        String jobId = agent.server.addReenrollment(kind.job("REENROLLMENT"), wrong.reenroll(ALIAS, true));
        assertThat(agent.run(jobId).message()).contains("password");
        assertThat(agent.server.attemptOf(jobId).enrolled)
                .as("asked for no certificate")
                .isEmpty();
        assertThat(files()).isEqualTo(before);
        assertThat(agent.log.lines).noneMatch(line -> line.contains("hunter2"));
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatVanishedIsAFailureAndNothingIsMade(Kind kind) throws Exception {
        SteppedAgent agent = agent(rules());
        for (ManagementJobDetails job : List.of(
                jobs(kind).add(ALIAS, ca, ca.identity("one"), true), jobs(kind).remove(ALIAS))) {
            assertThat(run(agent, kind, job)).isEqualTo("4 There is no file " + path(kind) + ".");
        }
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whenTheReloadFailsTheStoreIsByteForByteWhatItWas(Kind kind) throws Exception {
        run(agent(rules()), kind, jobs(kind).createAndAdd(ALIAS, ca, ca.identity("one")));
        Map<String, String> before = files();
        closeAll();
        SteppedAgent agent = agent(reloading(kind, "echo broken; exit 1"));
        assertThat(run(agent, kind, jobs(kind).remove("nobody"))).startsWith("2 There is no ");
        assertThat(run(agent, kind, jobs(kind).add("more", ca, ca.identity("two"), true)))
                .startsWith(
                        "4 The reload command /bin/sh ended with 1, saying: broken. The store was put back as it was");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aStoreThatSomebodyElseChangesMeanwhileIsLeftToThem() throws Exception {
        Kind kind = Kind.PEM;
        run(agent(rules()), kind, jobs(kind).createAndAdd(ALIAS, ca, ca.identity("one")));
        closeAll();
        SteppedAgent agent = agent(reloading(kind, "echo theirs > " + path(kind) + "; exit 1"));
        assertThat(run(agent, kind, jobs(kind).add("more", ca, ca.identity("two"), true)))
                .startsWith("4 ")
                .contains("somebody else");
        assertThat(path(kind)).hasContent("theirs\n");
    }

    @Test
    void aFolderThatMayNotBeWrittenIsAFailure() throws Exception {
        Kind kind = Kind.PEM;
        SteppedAgent agent = agent(rules());
        run(agent, kind, jobs(kind).createAndAdd(ALIAS, ca, ca.identity("one")));
        Map<String, String> before = files();
        makeReadOnly(open);
        try {
            assertThat(run(agent, kind, jobs(kind).add(ALIAS, ca, ca.identity("two"), true)))
                    .startsWith("4 ")
                    .endsWith(".");
        } finally {
            makeWritable(open);
        }
        assertThat(files()).isEqualTo(before);
    }

    /** Root may write everywhere but on what is mounted to be read. */
    private static void makeReadOnly(Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-x---"));
        if (Files.isWritable(folder)) {
            mount("mount", "--bind", folder.toString(), folder.toString());
            mount("mount", "-o", "remount,ro,bind", folder.toString());
        }
        assumeFalse(Files.isWritable(folder), "needs a user that is not root, or one who may mount");
    }

    private static void makeWritable(Path folder) throws Exception {
        while (isMounted(folder)) {
            mount("umount", folder.toString());
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    }

    private static boolean isMounted(Path folder) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.contains(" " + folder + " "));
    }

    private static void mount(String... command) throws Exception {
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void theKeyOfAStoreOfTwoFilesIsReplacedWithItsCertificate() throws Exception {
        Programs.requireOpenssl();
        Path key = open.resolve("store.key");
        StoreJobs jobs = new StoreJobs(
                path(Kind.PEM).toString(),
                "",
                "{\"separatePrivateKey\": \"true\", \"privateKeyPath\": \"" + key + "\"}");
        SteppedAgent agent = agent(rules());
        TestCa.Identity one = ca.identity("one");
        TestCa.Identity two = ca.identity("two");
        assertThat(run(agent, Kind.PEM, jobs.createAndAdd("", ca, one))).startsWith("2 ");
        assertThat(run(agent, Kind.PEM, jobs.add(one.thumbprint(), ca, two, true)))
                .startsWith("2 ");
        assertThat(Programs.openssl("pkey", "-in", key.toString(), "-pubout")).isEqualTo(publicKey(two));
        assertThat(publicKeyByOpenssl(Kind.PEM)).isEqualTo(publicKey(two));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkIsWrittenThroughOnlyWhereTheRulesAllowIt() throws Exception {
        Kind kind = Kind.PEM;
        SteppedAgent agent = agent(rules());
        run(agent, kind, jobs(kind).createAndAdd(ALIAS, ca, ca.identity("one")));
        Path link = Files.createSymbolicLink(open.resolve("link.pem"), path(kind));
        ManagementJobDetails job =
                new StoreJobs(link, "").add("", ca.identity("two").der());
        assertThat(run(agent, kind, job)).startsWith("4 ").contains("is a symbolic link");
        closeAll();
        SteppedAgent following = agent(new StoreRules(List.of(open), true, 1, Map.of(), List.of()));
        assertThat(run(following, kind, job)).startsWith("2 ");
        assertThat(link).isSymbolicLink();
        assertThat(inventory(following, kind)).hasSizeGreaterThan(1);
    }

    @Test
    void asManyFormerContentsAreKeptAsTheMachineSays() throws Exception {
        Kind kind = Kind.PEM;
        SteppedAgent agent = agent(new StoreRules(List.of(open), false, 2, Map.of(), List.of()));
        run(agent, kind, jobs(kind).create());
        for (int i = 0; i < 5; i++) {
            run(agent, kind, jobs(kind).add("", ca.identity("number " + i).der()));
        }
        assertThat(files().keySet()).hasSize(3).contains("store.pem");
        closeAll();
        SteppedAgent without = agent(new StoreRules(List.of(open), false, 0, Map.of(), List.of()));
        run(without, kind, jobs(kind).add("", ca.identity("last").der()));
        assertThat(files().keySet()).containsExactly("store.pem");
    }

    private SteppedAgent agent(StoreRules rules) throws IOException {
        SteppedAgent agent = new SteppedAgent(folder.resolve("state"), rules);
        agents.add(agent);
        return agent;
    }

    private void closeAll() throws IOException {
        close();
        agents.clear();
    }

    private StoreRules rules() {
        return new StoreRules(List.of(open), false, 3, Map.of(), List.of());
    }

    private StoreRules reloading(Kind kind, String script) throws IOException {
        return new StoreRules(List.of(open), false, 3, Map.of(path(kind), Scripts.script(folder, script)), List.of());
    }

    private Path path(Kind kind) {
        return open.resolve(kind.file);
    }

    private StoreJobs jobs(Kind kind) {
        return new StoreJobs(path(kind), kind.password);
    }

    private static String run(SteppedAgent agent, Kind kind, ManagementJobDetails job) {
        CompleteRequest end = agent.run(agent.server.addManagement(kind.job("MANAGEMENT"), job));
        return end.status() + " " + end.message();
    }

    /** {@code alias key first-certificate} of each entry, or {@code alias - first-certificate}. */
    private List<String> inventory(SteppedAgent agent, Kind kind) {
        String jobId =
                agent.server.addInventory(kind.job("INVENTORY"), path(kind).toString(), kind.password);
        assertThat(agent.run(jobId).status()).isEqualTo(CompletionStatus.SUCCESS);
        List<String> entries = new ArrayList<>();
        for (List<InventoryItem> part : agent.server.attemptOf(jobId).updates) {
            for (InventoryItem item : part) {
                entries.add(item.alias()
                        + (item.privateKeyEntry() ? " key " : " - ")
                        + Objects.requireNonNull(item.certificates()).getFirst());
            }
        }
        return entries;
    }

    /** Of the private key in the store, by a program that is not ours. */
    private String publicKeyByOpenssl(Kind kind) throws IOException, InterruptedException {
        Path pem = path(kind);
        if (kind != Kind.PEM) {
            pem = folder.resolve("exported.pem");
            Path pkcs12 = path(kind);
            if (kind == Kind.JKS) {
                pkcs12 = folder.resolve("exported.p12");
                Files.deleteIfExists(pkcs12);
                Programs.keytool(
                        "-importkeystore",
                        "-noprompt",
                        "-srckeystore",
                        path(kind).toString(),
                        "-srcstorepass",
                        kind.password,
                        "-destkeystore",
                        pkcs12.toString(),
                        "-deststoretype",
                        "PKCS12",
                        "-deststorepass",
                        kind.password);
            }
            Programs.openssl(
                    "pkcs12",
                    "-in",
                    pkcs12.toString(),
                    "-passin",
                    "pass:" + kind.password,
                    "-nodes",
                    "-out",
                    pem.toString());
        } else if (Files.exists(open.resolve("store.key"))) {
            return Programs.openssl("x509", "-in", pem.toString(), "-noout", "-pubkey");
        }
        return Programs.openssl("pkey", "-in", pem.toString(), "-pubout");
    }

    private String publicKey(TestCa.Identity identity) throws IOException, InterruptedException {
        Path der = Files.write(folder.resolve("certificate.der"), identity.der());
        return Programs.openssl("x509", "-inform", "DER", "-in", der.toString(), "-noout", "-pubkey");
    }

    /** Name and content of all files in the folder of the stores. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> all = Files.list(open)) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), TestCa.base64(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
