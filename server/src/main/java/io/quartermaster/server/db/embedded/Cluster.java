package io.quartermaster.server.db.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The files of the embedded PostgreSQL on disk. In the folder stand:
 *
 * <pre>
 * cluster/             what PostgreSQL calls its data directory
 * superuser.password   of the role postgres
 * server.password      of the role quartermaster, which owns the database quartermaster
 * start.log            what PostgreSQL said at the last start, before its own log in cluster/log began
 * lock                 held by the server that uses the folder
 * </pre>
 *
 * <p>Only {@code cluster/} and the passwords belong to the account that runs PostgreSQL.
 *
 * <p>PostgreSQL's programs run with {@code cluster/} as working folder and name it {@code /proc/self/cwd}. So the
 * account that runs them needs no way to that place by its name, and the data folder of a server run by root may stay
 * closed to everybody else, also below {@code /root}.
 */
record Cluster(Path folder, DatabaseAccount account) {
    static final String HERE = "/proc/self/cwd";

    private static final int PASSWORD_BYTES = 32;
    private static final int VERSION_BYTES_MAX = 16;

    /** For a machine of 2 cores and 4 GB; whoever has more changes {@code cluster/postgresql.conf}. */
    private static final Map<String, String> FIRST_SETTINGS = Map.ofEntries(
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "1GB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("wal_compression", "on"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_min_duration_statement", "5s"),
            Map.entry("log_lock_waits", "on"));

    Path data() {
        return folder.resolve("cluster");
    }

    Path startLog() {
        return folder.resolve("start.log");
    }

    boolean exists() {
        return Files.exists(data());
    }

    Path superuserPasswordFile() {
        return folder.resolve("superuser.password");
    }

    Path serverPasswordFile() {
        return folder.resolve("server.password");
    }

    DatabasePassword superuserPassword() {
        return password(superuserPasswordFile());
    }

    DatabasePassword serverPassword() {
        return password(serverPasswordFile());
    }

    private static DatabasePassword password(Path file) {
        try {
            return new DatabasePassword(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            throw new EmbeddedPostgresException(
                    "The file " + file + " with a password of the database is missing; bring it back from a backup.");
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The file " + file + " with a password of the database cannot be read (" + e + ").", e);
        }
    }

    /**
     * Makes the cluster and its passwords, all or nothing: it is made beside and renamed when complete.
     *
     * @throws EmbeddedPostgresException with what initdb said
     */
    void create(PostgresBinaries binaries, Durability durability, RandomGenerator random) throws IOException {
        // Of a creation that was cut off; it may belong to the account already.
        new UntrustedFolder(folder).deleteTree("cluster.incomplete");
        writePassword(superuserPasswordFile(), random);
        writePassword(serverPasswordFile(), random);
        Path incomplete = folder.resolve("cluster.incomplete");
        Files.createDirectory(
                incomplete, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(incomplete);
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + HERE,
                "--username=" + EmbeddedPostgres.SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=../superuser.password",
                "--encoding=UTF8",
                "--locale=C",
                // Built into PostgreSQL: the order of texts does not change with the C library of the machine.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (!durability.fsync()) {
            command.add("--no-sync");
        }
        FIRST_SETTINGS.forEach((name, value) -> command.add("--set=" + name + "=" + value));
        Command.Outcome outcome = Command.run(account.command(command), incomplete);
        if (!outcome.succeeded()) {
            throw new EmbeddedPostgresException(
                    "The database cannot be created in " + folder + ": " + PostgresLog.reason(outcome.output()));
        }
        Files.move(incomplete, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePassword(Path path, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                path,
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.WRITE);
        account.own(path);
    }

    /**
     * Refuses a cluster that these programs cannot run, before anything is touched.
     *
     * @param programsMajor the major version of the programs, as in {@code 18}
     */
    void check(String programsMajor) throws IOException {
        Path version = data().resolve("PG_VERSION");
        Path control = data().resolve("global").resolve("pg_control");
        for (Path needed : List.of(version, control, data().resolve("postgresql.conf"))) {
            if (!Files.isRegularFile(needed)) {
                throw new EmbeddedPostgresException("The database folder " + data() + " is damaged: "
                        + data().relativize(needed) + " is missing. Nothing was changed; bring the folder back from a"
                        + " backup, or name another one with --data.");
            }
        }
        password(superuserPasswordFile());
        password(serverPasswordFile());
        String major = new UntrustedFolder(data())
                .tail("PG_VERSION", VERSION_BYTES_MAX)
                .orElse("")
                .strip();
        if (!major.equals(programsMajor)) {
            throw new EmbeddedPostgresException("The database folder " + data() + " holds data of PostgreSQL " + major
                    + ", and this server brings PostgreSQL " + programsMajor + ". Nothing was changed; use the server"
                    + " that made it, or move the data with pg_dump and pg_restore.");
        }
        Optional<DatabaseAccount.Account> other = account.other();
        int owner = (int) Files.getAttribute(data(), "unix:uid");
        int wanted = other.map(DatabaseAccount.Account::uid).orElse(uid());
        if (owner != wanted) {
            throw new EmbeddedPostgresException(
                    "The database folder " + data() + " belongs to the user with the number "
                            + owner + ", and PostgreSQL would run as number " + wanted
                            + "; start the server as the user who made the folder.");
        }
    }

    private static int uid() {
        return (int) new UnixSystem().getUid();
    }

    /** Makes the folder if it is not there. It is ours, not the account's: what root writes in it goes through no link. */
    void prepareFolder() throws IOException {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new EmbeddedPostgresException(
                        folder + " is a file; the database needs a folder of that name.", e);
            }
        }
        account.letThrough(folder);
    }
}
