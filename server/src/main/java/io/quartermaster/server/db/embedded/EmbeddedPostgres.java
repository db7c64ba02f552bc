package io.quartermaster.server.db.embedded;

import io.quartermaster.server.db.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of our own on 127.0.0.1, from start to stop.
 *
 * <h2>What can have happened before</h2>
 *
 * <ul>
 *   <li>Nothing: the cluster is made and started.
 *   <li>It was stopped, or killed with all its children: it is started and recovers from its own log.
 *   <li>Only the server was killed, and PostgreSQL still runs: it is taken over as it is, if it has the port, the
 *       version and the durability we want, else stopped (fast shutdown) and started anew. That it works on our folder is
 *       proved, not guessed: it accepts our password, and reads back a random text that we just wrote there.
 *   <li>{@code postmaster.pid} names a process that is another program by now: it is marked stale, and PostgreSQL is
 *       started.
 *   <li>{@code postmaster.pid} holds no number, as after a power failure: it is removed if no process works in the folder.
 *   <li>Another server uses the folder: refused, by a lock that ends with the process that holds it.
 * </ul>
 *
 * <p>When this process is killed, PostgreSQL stays and the next start finds it. {@link #close} stops it. When PostgreSQL is
 * killed, {@link RestartPostgres} starts it again.
 *
 * <p>Safe for many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The server's own database, and the role that owns it. The role is no superuser. */
    public static final String DATABASE = "quartermaster";

    public static final String ROLE = "quartermaster";

    /** The superuser, for administration and tests. */
    public static final String SUPERUSER = "postgres";

    private static final int PROOF_BYTES = 16;
    private static final String PROOF_FILE = "quartermaster.proof";
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

    private final Cluster cluster;
    private final Postmaster postmaster;
    private final FileChannel lock;
    private final Durability durability;
    private volatile Postmaster.Running running;
    private volatile boolean isClosing;

    private EmbeddedPostgres(
            Cluster cluster,
            Postmaster postmaster,
            FileChannel lock,
            Durability durability,
            Postmaster.Running running) {
        this.cluster = cluster;
        this.postmaster = postmaster;
        this.lock = lock;
        this.durability = durability;
        this.running = running;
    }

    /**
     * Starts PostgreSQL, or takes over the one that still runs on this folder, and returns when it accepts connections
     * and the database {@value #DATABASE} is there.
     *
     * @throws EmbeddedPostgresException when it cannot be used; nothing that was stored is touched then
     */
    public static EmbeddedPostgres start(EmbeddedPostgresSettings settings, Pause pause, RandomGenerator random) {
        try {
            DatabaseAccount account = DatabaseAccount.choose();
            PostgresBinaries binaries = PostgresBinaries.unpacked(settings.binariesFolder());
            Matcher version = version(binaries, account);
            Cluster cluster = new Cluster(settings.folder().toAbsolutePath().normalize(), account);
            Postmaster postmaster = new Postmaster(cluster, binaries, account, pause);
            cluster.prepareFolder();
            FileChannel lock = lock(cluster);
            try {
                if (cluster.exists()) {
                    cluster.check(version.group(2));
                } else {
                    cluster.create(binaries, settings.durability(), random);
                }
                Optional<Postmaster.Running> before = postmaster.stillRunning();
                if (before.isPresent() && !isWanted(before.get(), cluster, settings, version.group(1), random)) {
                    postmaster.stop(before.get().process());
                    before = Optional.empty();
                }
                Postmaster.Running running =
                        before.isPresent() ? before.get() : postmaster.launch(settings.port(), settings.durability());
                try {
                    prepareDatabase(cluster, running);
                } catch (RuntimeException e) {
                    if (before.isEmpty()) {
                        postmaster.stop(running.process());
                    }
                    throw e;
                }
                return new EmbeddedPostgres(cluster, postmaster, lock, settings.durability(), running);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database in " + settings.folder() + " cannot be started (" + e + ").", e);
        }
    }

    public int port() {
        return running.port();
    }

    /** The process id of PostgreSQL. */
    public long pid() {
        return running.process().pid();
    }

    /** Of the database {@value #DATABASE}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** The password of the role {@value #ROLE}. */
    public DatabasePassword password() {
        return cluster.serverPassword();
    }

    /** The file with the password of the role {@value #ROLE}, which only the account that runs this can read. */
    public Path passwordFile() {
        return cluster.serverPasswordFile();
    }

    /** The password of the role {@value #SUPERUSER}. */
    public DatabasePassword superuserPassword() {
        return cluster.superuserPassword();
    }

    /** Where PostgreSQL writes what it has to say. */
    public Path logFolder() {
        return cluster.data().resolve("log");
    }

    /** Waits until PostgreSQL ends; true if it did so although nobody called {@link #close}: it was killed, or it failed. */
    boolean awaitEndByItself() throws InterruptedException {
        postmaster.awaitEnd(running.process());
        return !isClosing;
    }

    /**
     * Starts PostgreSQL again after it ended by itself, on the same port. Returns when it accepts connections.
     *
     * @return false when {@link #close} was called meanwhile, and nothing was started
     * @throws EmbeddedPostgresException when it does not start; it may be tried again
     */
    synchronized boolean startAgain() {
        if (isClosing) {
            return false;
        }
        try {
            // One whose recovery outlasted the try before is still at it.
            Optional<Postmaster.Running> before = postmaster.stillRunning();
            running = before.isPresent() ? before.get() : postmaster.launch(OptionalInt.of(running.port()), durability);
            return true;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database in " + cluster.folder() + " cannot be started (" + e + ").", e);
        }
    }

    /** Stops PostgreSQL: connections are cut, what was committed is kept. Waits for one that is being started. Does nothing the second time. */
    @Override
    public synchronized void close() {
        isClosing = true;
        if (lock.isOpen()) {
            try (lock) {
                postmaster.stop(running.process());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Group 1 is the whole version, group 2 the major one. Also the check that the programs run here at all. */
    private static Matcher version(PostgresBinaries binaries, DatabaseAccount account) {
        Command.Outcome outcome =
                Command.run(account.command(List.of(binaries.program("postgres").toString(), "--version")));
        Matcher version = VERSION.matcher(outcome.output());
        if (!outcome.succeeded() || !version.find()) {
            throw new EmbeddedPostgresException("The embedded PostgreSQL in " + binaries.home() + " does not run here ("
                    + PostgresLog.reason(outcome.output()) + "); set QM_CACHE to a folder from which every account may"
                    + " run programs, or name a PostgreSQL of your own with --db jdbc:postgresql://host/database.");
        }
        return version;
    }

    private static FileChannel lock(Cluster cluster) throws IOException {
        Path path = cluster.folder().resolve("lock");
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return channel;
        }
        channel.close();
        throw new EmbeddedPostgresException("The database folder " + cluster.folder()
                + " is used by another server, or by ./qm database; stop that, or name another folder with --data.");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process holds it, which is the same to the caller
        }
    }

    /** Whether the one that still runs proves to be ours, and runs as we would start it. */
    private static boolean isWanted(
            Postmaster.Running before,
            Cluster cluster,
            EmbeddedPostgresSettings settings,
            String version,
            RandomGenerator random)
            throws IOException {
        byte[] bytes = new byte[PROOF_BYTES];
        random.nextBytes(bytes);
        String proof = HexFormat.of().formatHex(bytes);
        // Beside the cluster: in it the account of PostgreSQL could place a link, for root to follow.
        Path file = cluster.folder().resolve(PROOF_FILE);
        try (Connection connection = superuser(cluster, before, "postgres").getConnection()) {
            Files.deleteIfExists(file);
            Files.writeString(file, proof, StandardOpenOption.CREATE_NEW);
            cluster.account().own(file);
            if (!value(connection, "SELECT pg_read_file('../" + PROOF_FILE + "')")
                    .equals(proof)) {
                throw notOurs(before, cluster, "it works on another folder", null);
            }
            boolean samePort = settings.port().isEmpty() || settings.port().getAsInt() == before.port();
            boolean sameSafety =
                    value(connection, "SHOW fsync").equals(settings.durability().fsync() ? "on" : "off");
            return samePort
                    && sameSafety
                    && value(connection, "SHOW server_version").equals(version);
        } catch (SQLException e) {
            throw notOurs(before, cluster, String.valueOf(e.getMessage()), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static EmbeddedPostgresException notOurs(
            Postmaster.Running found, Cluster cluster, String reason, @Nullable Exception cause) {
        String message = "A PostgreSQL (process " + found.process().pid() + ") runs on " + cluster.data()
                + ", and does not prove to be ours: " + reason + ". Stop it, then start again.";
        return cause == null ? new EmbeddedPostgresException(message) : new EmbeddedPostgresException(message, cause);
    }

    /** Makes role and database where they are missing: also after a crash between the two. */
    private static void prepareDatabase(Cluster cluster, Postmaster.Running running) {
        try (Connection connection = superuser(cluster, running, "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            if (value(connection, "SELECT count(*) FROM pg_roles WHERE rolname = '" + ROLE + "'")
                    .equals("0")) {
                statement.execute("CREATE ROLE " + ROLE + " LOGIN");
            }
            // Sends the SCRAM verifier made here, so that the password itself never reaches a log of PostgreSQL.
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(ROLE, cluster.serverPassword().value().toCharArray(), "scram-sha-256");
            if (value(connection, "SELECT count(*) FROM pg_database WHERE datname = '" + DATABASE + "'")
                    .equals("0")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + ROLE);
            }
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    "The database " + DATABASE + " in " + cluster.data() + " cannot be prepared: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ". More is in "
                            + cluster.data().resolve("log") + ".",
                    e);
        }
    }

    private static PGSimpleDataSource superuser(Cluster cluster, Postmaster.Running running, String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {running.port()});
        dataSource.setDatabaseName(database);
        dataSource.setUser(SUPERUSER);
        dataSource.setPassword(cluster.superuserPassword().value());
        return dataSource;
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }
}
