package io.quartermaster.server.db.embedded;

import io.quartermaster.server.db.Pause;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts, finds and stops the process of PostgreSQL on one cluster. */
record Postmaster(Cluster cluster, PostgresBinaries binaries, DatabaseAccount account, Pause pause) {
    /** Recovery after a crash reads again what was written since the last checkpoint. */
    static final Duration START_TIME_MAX = Duration.ofMinutes(10);

    static final Duration STOP_TIME_MAX = Duration.ofMinutes(2);

    /** The children of a killed PostgreSQL notice it at their next step, and hold its memory until then. */
    static final Duration ORPHANS_TIME_MAX = Duration.ofSeconds(30);

    /** Between finding a free port and using it, another program may take it. */
    private static final int FREE_PORT_ATTEMPTS_MAX = 5;

    private static final Duration STEP = Duration.ofMillis(25);
    private static final Duration ORPHANS_STEP = Duration.ofMillis(250);
    private static final Duration END_STEP = Duration.ofMillis(200);

    record Running(ProcessHandle process, int port) {}

    /** The PostgreSQL that still runs on this cluster, when it accepts connections; empty if none does. */
    Optional<Running> stillRunning() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.in(cluster.data());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (file.get().pid() == 0) {
            removeUnreadable(file.get());
            return Optional.empty();
        }
        Optional<ProcessHandle> process = ProcessHandle.of(file.get().pid()).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Optional.empty();
        }
        if (!worksHere(process.get())) {
            markStale(file.get());
            return Optional.empty();
        }
        return awaitReady(process.get());
    }

    private boolean worksHere(ProcessHandle process) throws IOException {
        Path data = cluster.data().toRealPath();
        return account.workingFolderOf(process.pid()).filter(data::equals).isPresent();
    }

    /**
     * Says that the process is gone, although its id is in use again by another program. PostgreSQL would take that
     * program for itself and refuse to start. The other lines stay: by the shared memory named there a new PostgreSQL
     * sees whether old children are still at work.
     */
    private void markStale(PostmasterFile file) {
        // Done by the account whose folder it is: root would follow a link that was placed there.
        Command.Outcome outcome = Command.run(account.command(file.staleMark()), cluster.data());
        if (!outcome.succeeded()) {
            throw new EmbeddedPostgresException(file.path()
                    + " names a process that is no PostgreSQL of ours, and cannot"
                    + " be changed (" + outcome.output().strip() + "); if no PostgreSQL works in " + cluster.data()
                    + ", delete it, then start again.");
        }
    }

    /** PostgreSQL refuses to start beside a file without a number in it, which a power failure can leave. */
    private void removeUnreadable(PostmasterFile file) throws IOException {
        Path data = cluster.data().toRealPath();
        for (Duration waited = Duration.ZERO; account.worksIn(data); waited = waited.plus(ORPHANS_STEP)) {
            if (waited.compareTo(ORPHANS_TIME_MAX) >= 0) {
                throw new EmbeddedPostgresException("A PostgreSQL works in " + cluster.data() + ", and " + file.path()
                        + " does not say which; stop it, then start again.");
            }
            sleep(ORPHANS_STEP);
        }
        Files.delete(file.path());
    }

    /**
     * Starts it and returns when it accepts connections.
     *
     * @throws EmbeddedPostgresException with the reason that PostgreSQL gave
     */
    Running launch(OptionalInt wanted, Durability durability) throws IOException {
        int portAttempts = 0;
        Duration waited = Duration.ZERO;
        while (true) {
            int port = wanted.isPresent() ? checkedFree(wanted.getAsInt()) : freePort();
            Process process = start(port, durability);
            Optional<Running> running = awaitReady(process.toHandle());
            if (running.isPresent()) {
                return running.get();
            }
            String log = PostgresLog.ofLastStart(cluster, pause);
            if (log.contains("could not bind") && wanted.isEmpty() && ++portAttempts < FREE_PORT_ATTEMPTS_MAX) {
                continue;
            }
            if (log.contains("could not bind")) {
                throw portInUse(port);
            }
            if (log.contains("pre-existing shared memory block") && waited.compareTo(ORPHANS_TIME_MAX) < 0) {
                sleep(ORPHANS_STEP);
                waited = waited.plus(ORPHANS_STEP);
                continue;
            }
            throw new EmbeddedPostgresException("PostgreSQL does not start on " + cluster.data() + ": "
                    + PostgresLog.reason(log) + ". Its own words are in " + cluster.startLog() + " and "
                    + cluster.data().resolve("log") + "; what was stored is untouched.");
        }
    }

    private Process start(int port, Durability durability) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binaries.program("postgres").toString(), "-D", Cluster.HERE));
        List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        // The path of a socket may have 107 characters; a data folder can stand deeper than that.
                        "unix_socket_directories=",
                        "cluster_name=quartermaster",
                        "password_encryption=scram-sha-256",
                        "fsync=" + (durability.fsync() ? "on" : "off"),
                        "full_page_writes=" + (durability.fsync() ? "on" : "off"),
                        "logging_collector=on",
                        "log_directory=log",
                        // A ring of seven files, one for each day of the week.
                        "log_filename=postgresql-%a.log",
                        "log_rotation_age=1d",
                        "log_rotation_size=0",
                        "log_truncate_on_rotation=on")
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        Files.deleteIfExists(cluster.startLog());
        Files.createFile(
                cluster.startLog(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Command.prepared(account.detached(command), cluster.data())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(cluster.startLog().toFile())
                .start();
    }

    /** Empty if the process ends before. */
    private Optional<Running> awaitReady(ProcessHandle process) throws IOException {
        for (Duration waited = Duration.ZERO; waited.compareTo(START_TIME_MAX) < 0; waited = waited.plus(STEP)) {
            Optional<PostmasterFile> file = PostmasterFile.in(cluster.data())
                    .filter(PostmasterFile::isReady)
                    .filter(ready -> ready.pid() == process.pid());
            if (file.isPresent()) {
                return Optional.of(new Running(process, file.get().port()));
            }
            if (!Processes.isRunning(process)) {
                return Optional.empty();
            }
            sleep(STEP);
        }
        throw new EmbeddedPostgresException("PostgreSQL (process " + process.pid() + ") is not ready after "
                + START_TIME_MAX.toMinutes() + " minutes; it is left to go on, see "
                + cluster.data().resolve("log")
                + ", and start again later.");
    }

    /** Fast shutdown: connections are cut, what was committed is kept. */
    void stop(ProcessHandle process) {
        for (String signal : List.of("INT", "QUIT")) {
            Processes.signal(process, signal);
            for (Duration waited = Duration.ZERO; waited.compareTo(STOP_TIME_MAX) < 0; waited = waited.plus(STEP)) {
                if (!Processes.isRunning(process)) {
                    return;
                }
                sleep(STEP);
            }
        }
        throw new EmbeddedPostgresException("PostgreSQL (process " + process.pid() + ") does not stop.");
    }

    /** Also one that this process did not start, and whose end nobody else waits for. */
    void awaitEnd(ProcessHandle process) throws InterruptedException {
        while (Processes.isRunning(process)) {
            pause.sleep(END_STEP);
        }
    }

    private static int checkedFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (BindException e) {
            throw portInUse(port);
        }
    }

    private static EmbeddedPostgresException portInUse(int port) {
        return new EmbeddedPostgresException("Port " + port + " of 127.0.0.1, wanted for the database, is in use;"
                + " choose another with --db-port, or leave that out for a free one.");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void sleep(Duration duration) {
        try {
            pause.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The start or stop of PostgreSQL was interrupted.", e);
        }
    }
}
