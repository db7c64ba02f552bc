package io.quartermaster.server.start;

import io.quarkus.runtime.Quarkus;
import io.quartermaster.server.db.Seams;
import io.quartermaster.server.security.AccessFile;
import io.quartermaster.server.security.Password;
import io.quartermaster.server.security.PasswordHashing;
import io.quartermaster.server.security.RehearsalAccounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;

/**
 * {@code qm rehearse}: runs the server in a folder that is thrown away, on a database of its own, serves calls as agents
 * and people send them, and ends. The JDK watches it and keeps what it learns in an AOT cache, with which the server
 * starts faster: {@code docs/decisions/0009-heap-and-start.md}. The script runs it after a build.
 */
@Command(name = "rehearse", hidden = true, description = "Starts, serves some calls and ends, for the JDK to learn.")
final class RehearseServer implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(RehearseServer.class);
    private static final int PASSWORD_BYTES = 16;
    private static final String DATABASE_VARIABLE = "QM_DB_URL";
    private static final int FREE_PORT = 0;

    @Override
    public Integer call() throws IOException {
        if (System.getenv(DATABASE_VARIABLE) != null) {
            throw new StartException("A rehearsal has a database of its own; unset " + DATABASE_VARIABLE + ".");
        }
        Path folder = Files.createTempDirectory("qm-rehearsal-");
        try {
            return rehearseIn(folder);
        } finally {
            delete(folder);
        }
    }

    private static int rehearseIn(Path folder) throws IOException {
        SecureRandom random = Seams.secureRandom();
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = HexFormat.of().formatHex(bytes);
        Path data = DataFolder.prepared(folder.resolve("data")).path();
        RehearsalAccounts.write(
                new AccessFile(data.resolve("access.json")),
                new PasswordHashing(random),
                new Password(password.toCharArray()));
        int port = freePort();
        AtomicInteger failed = new AtomicInteger();
        Thread.ofPlatform().daemon().name("rehearsal").start(() -> {
            try {
                new Rehearsal(port, password, Seams.systemPause()).run();
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOG.error("The rehearsal failed", e);
                failed.set(Main.EXIT_REFUSED);
            }
            Quarkus.asyncExit();
        });
        int exitCode = Main.commandLine(System.err)
                .execute("run", "--data=" + data, "--host=127.0.0.1", "--http-port=" + port, "--https-port=0");
        return Math.max(exitCode, failed.get());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(FREE_PORT, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
