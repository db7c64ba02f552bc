package io.quartermaster.agent.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged agent with one store, killed again and again while it replaces the store's one entry. */
public final class KilledAgent {
    private static final Path JAR = Path.of("target", "quartermaster-agent.jar");
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "web";

    /** More than are done before the latest kill. */
    private static final int JOBS = 50;

    /** Jobs that are begun before the kill: the first takes a while, until its classes are loaded, later ones a moment. */
    private static final int BEGUN_MAX = 4;

    /** From the beginning of the last of them to the kill. */
    private static final int KILL_MILLIS_MAX = 60;

    private final Kind kind;
    private final Path folder;
    private final Path store;
    private final Path key;
    private final StoreJobs jobs;
    private final Random random;
    private final TestCa ca = new TestCa();
    private final Map<String, TestCa.Identity> identities = new HashMap<>();
    private final List<String> thumbprints = new ArrayList<>();
    private final HttpFakeServer server = new HttpFakeServer();

    /** What each job of this process makes the store to hold. */
    private final Map<String, String> targets = new HashMap<>();

    /** Attempts of earlier processes. */
    private int attemptsBefore;

    /** What the store may hold now, by what the server heard. */
    private Set<String> possible = Set.of();

    /** A kind of store. */
    public enum Kind {
        PEM(BuiltInJobType.PEM_MANAGEMENT, "web.pem", ""),
        PEM_SEPARATE_KEY(BuiltInJobType.PEM_MANAGEMENT, "web.pem", ""),
        PKCS12(BuiltInJobType.PKCS12_MANAGEMENT, "web.p12", PASSWORD),
        JKS(BuiltInJobType.JKS_MANAGEMENT, "web.jks", PASSWORD);

        private final BuiltInJobType type;
        private final String file;
        private final String password;

        Kind(BuiltInJobType type, String file, String password) {
            this.type = type;
            this.file = file;
            this.password = password;
        }
    }

    /** @param folder empty; all is done in it */
    public KilledAgent(Kind kind, Path folder, long seed) throws IOException {
        this.kind = kind;
        this.folder = folder;
        this.random = new Random(seed);
        Path stores = Files.createDirectory(folder.resolve("stores"));
        this.store = stores.resolve(kind.file);
        this.key = kind == Kind.PEM_SEPARATE_KEY ? stores.resolve("web.key") : store;
        this.jobs = new StoreJobs(
                store.toString(),
                kind.password,
                kind == Kind.PEM_SEPARATE_KEY
                        ? "{\"separatePrivateKey\": \"true\", \"privateKeyPath\": \"" + key + "\"}"
                        : "{\"separatePrivateKey\": \"false\"}");
        for (String name : List.of("one", "two")) {
            TestCa.Identity identity = ca.identity(name);
            identities.put(identity.thumbprint(), identity);
            thumbprints.add(identity.thumbprint());
        }
        Path rules = Files.writeString(folder.resolve("rules.json"), "{\"folders\": [\"" + stores + "\"]}");
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * Kills it so many times, and looks at the store after each start.
     *
     * @return how many kills fell into a change of the store
     */
    public int killAndLook(int times) throws Exception {
        Programs.requireOpenssl();
        int interrupted = 0;
        try (server) {
            makeStore();
            for (int i = 0; i < times; i++) {
                Process agent = startAndLook();
                try {
                    awaitAttempts(1 + random.nextInt(BEGUN_MAX));
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(KILL_MILLIS_MAX));
                } finally {
                    agent.destroyForcibly();
                    agent.waitFor();
                }
                interrupted += remains().isEmpty() ? 0 : 1;
                possible = possibleNow();
            }
            Process last = startAndLook();
            last.destroyForcibly();
            last.waitFor();
        }
        return interrupted;
    }

    private void makeStore() throws Exception {
        String first = thumbprints.getFirst();
        String jobId = server.logic.addManagement(
                kind.type, jobs.createAndAdd(alias(""), ca, Objects.requireNonNull(identities.get(first))));
        Process agent = start("-XX:ArchiveClassesAtExit=" + classes());
        try {
            for (int i = 0; i < 6000 && !server.logic.isCompleted(jobId); i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            // Ends by itself, and so leaves the classes that it has loaded for faster starts.
            agent.destroy();
            agent.waitFor(60, TimeUnit.SECONDS);
        } finally {
            agent.destroyForcibly();
            agent.waitFor();
        }
        assertThat(Objects.requireNonNull(server.logic.attemptOf(jobId).completion))
                .satisfies(end -> assertThat(end.status())
                        .as(String.valueOf(end.message()))
                        .isEqualTo(CompletionStatus.SUCCESS));
        possible = Set.of(first);
    }

    /** Gives it its jobs when the store was found to be whole. */
    private Process startAndLook() throws Exception {
        CompletableFuture<String> looked = new CompletableFuture<>();
        synchronized (server.logic) {
            server.logic.beforeRegister = () -> {
                try {
                    String held = look();
                    schedule(held);
                    looked.complete(held);
                } catch (Exception | AssertionError e) {
                    looked.completeExceptionally(e);
                }
            };
        }
        Process agent = start("-XX:SharedArchiveFile=" + classes());
        boolean good = false;
        try {
            looked.get(60, TimeUnit.SECONDS);
            good = true;
            return agent;
        } finally {
            if (!good) {
                agent.destroyForcibly();
            }
        }
    }

    private Path classes() {
        return folder.resolve("classes.jsa");
    }

    private Process start(String option) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        option,
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "--server",
                        server.url(),
                        "--name",
                        "killed",
                        "--state",
                        folder.resolve("state").toString(),
                        "--store-rules",
                        folder.resolve("rules.json").toString(),
                        "--workers",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()))
                .start();
    }

    /** One identity and the other in turn. */
    private void schedule(String held) {
        server.logic.clear();
        targets.clear();
        attemptsBefore = server.logic.attempts.size();
        String before = held;
        for (int i = 0; i < JOBS; i++) {
            String next = thumbprints.getFirst().equals(before) ? thumbprints.getLast() : thumbprints.getFirst();
            ManagementJobDetails job = jobs.add(alias(before), ca, Objects.requireNonNull(identities.get(next)), true);
            targets.put(server.logic.addManagement(kind.type, job), next);
            before = next;
        }
        possible = Set.of(held);
    }

    /** PEM stores name their entries by thumbprint, so there the one to be replaced is named. */
    private String alias(String replaced) {
        return kind == Kind.PEM || kind == Kind.PEM_SEPARATE_KEY ? replaced : ALIAS;
    }

    private void awaitAttempts(int begun) throws InterruptedException {
        for (int i = 0; i < 30_000; i++) {
            synchronized (server.logic) {
                if (server.logic.attempts.size() >= attemptsBefore + begun) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        throw new AssertionError("jobs were not begun");
    }

    /** What the last job that was reported as done made, and what the one after it was making. */
    private Set<String> possibleNow() {
        synchronized (server.logic) {
            Set<String> now = new HashSet<>(possible);
            List<FakeServer.Attempt> all = server.logic.attempts;
            for (FakeServer.Attempt attempt : all.subList(attemptsBefore, all.size())) {
                String target = Objects.requireNonNull(targets.get(attempt.jobId));
                if (attempt.completion != null) {
                    assertThat(attempt.completion.status())
                            .as(String.valueOf(attempt.completion.message()))
                            .isEqualTo(CompletionStatus.SUCCESS);
                    now.clear();
                }
                now.add(target);
            }
            return now;
        }
    }

    /** The thumbprint of what is in the store, which is whole. */
    private String look() throws Exception {
        assertThat(remains()).as("left beside the store").isEmpty();
        Path certificate = store;
        Path privateKey = key;
        if (kind == Kind.PKCS12 || kind == Kind.JKS) {
            certificate = exported();
            privateKey = certificate;
        }
        String publicKey = Programs.openssl("x509", "-in", certificate.toString(), "-noout", "-pubkey");
        assertThat(Programs.openssl("pkey", "-in", privateKey.toString(), "-pubout"))
                .as("the key of the certificate")
                .isEqualTo(publicKey);
        String fingerprint = Programs.openssl("x509", "-in", certificate.toString(), "-noout", "-fingerprint", "-sha1");
        String held = fingerprint
                .substring(fingerprint.indexOf('=') + 1)
                .strip()
                .replace(":", "")
                .toLowerCase(Locale.ROOT);
        assertThat(possible).contains(held);
        return held;
    }

    /** Certificate and key in one PEM file, made by independent programs. */
    private Path exported() throws IOException, InterruptedException {
        Path pkcs12 = store;
        if (kind == Kind.JKS) {
            pkcs12 = folder.resolve("exported.p12");
            Files.deleteIfExists(pkcs12);
            Programs.keytool(
                    "-importkeystore",
                    "-noprompt",
                    "-srckeystore",
                    store.toString(),
                    "-srcstorepass",
                    PASSWORD,
                    "-destkeystore",
                    pkcs12.toString(),
                    "-deststoretype",
                    "PKCS12",
                    "-deststorepass",
                    PASSWORD);
        }
        Path pem = folder.resolve("exported.pem");
        Programs.openssl(
                "pkcs12",
                "-in",
                pkcs12.toString(),
                "-passin",
                "pass:" + PASSWORD,
                "-nodes",
                "-clcerts",
                "-out",
                pem.toString());
        return pem;
    }

    /** Files beside the store that are neither its own nor backups, which only their owner may read. */
    private List<String> remains() throws IOException {
        List<String> remains = new ArrayList<>();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(store.getParent()))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                boolean backup = name.matches("\\..*\\.qm-backup-[0-9]+");
                if (backup) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(name)
                            .isEqualTo("rw-------");
                } else if (!file.equals(store) && !file.equals(key)) {
                    remains.add(name);
                }
            }
        }
        return remains;
    }
}
