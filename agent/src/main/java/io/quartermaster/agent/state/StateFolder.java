package io.quartermaster.agent.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.agent.log.AgentLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The memory as files that only their owner may read: {@code agent.json} and one file for each attempt in {@code
 * attempts/}. One process at a time, held by a lock that ends with the process.
 *
 * <p>What was remembered for another server or under another name is left alone: neither an id nor a report means
 * anything there.
 *
 * <p>A file is written beside its place and moved there, so that it is whole or not there. It is not forced to the disk:
 * after a power failure a report may be missing.
 */
public final class StateFolder implements AgentState, AutoCloseable {
    /** Attempts that are read back, at most. */
    static final int ATTEMPTS_MAX = 10_000;

    private static final String AGENT_ID = "[A-Za-z0-9-]{1,64}";

    private final Path folder;
    private final String server;
    private final String clientMachine;
    private final AgentLog log;
    private final FileChannel lock;
    private final ObjectMapper json = new ObjectMapper();

    private StateFolder(Path folder, String server, String clientMachine, AgentLog log, FileChannel lock) {
        this.folder = folder;
        this.server = server;
        this.clientMachine = clientMachine;
        this.log = log;
        this.lock = lock;
    }

    /** What {@code agent.json} holds. */
    record Identity(
            @JsonProperty("Server") String server,
            @JsonProperty("ClientMachine") String clientMachine,
            @JsonProperty("AgentId") String agentId) {
        Identity {
            Objects.requireNonNull(server);
            Objects.requireNonNull(clientMachine);
            if (!agentId.matches(AGENT_ID)) {
                throw new IllegalArgumentException("The id of the agent is no GUID.");
            }
        }
    }

    /** What an attempt's file holds. */
    record Remembered(
            @JsonProperty("Server") String server,
            @JsonProperty("Attempt") Attempt attempt) {
        Remembered {
            Objects.requireNonNull(server);
            Objects.requireNonNull(attempt);
        }
    }

    /** Makes the folder, for its owner only, if it is not there. */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath(), ownerOnly(folder, "rwx------"));
    }

    /**
     * Takes hold of a folder that exists.
     *
     * @param server address of the server that the memory is about
     * @param clientMachine the agent's name
     * @throws IllegalStateException when another agent uses the folder; the message is for a person
     * @throws IOException when it cannot be written
     */
    public static StateFolder open(Path folder, String server, String clientMachine, AgentLog log) throws IOException {
        Files.createDirectories(folder.resolve("attempts"), ownerOnly(folder, "rwx------"));
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
        }
        if (!held) {
            lock.close();
            throw new IllegalStateException("Another agent is running with the state folder " + folder + ".");
        }
        return new StateFolder(folder, server, clientMachine, log, lock);
    }

    @Override
    public synchronized Optional<String> agentId() {
        Path file = folder.resolve("agent.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Identity identity = json.readValue(file.toFile(), Identity.class);
            return identity.server().equals(server) && identity.clientMachine().equals(clientMachine)
                    ? Optional.of(identity.agentId())
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            log.warn("The file " + file + " is damaged; the agent registers without its id.");
            return Optional.empty();
        }
    }

    @Override
    public synchronized void rememberAgentId(String agentId) {
        if (!agentId.matches(AGENT_ID)) {
            log.warn("The server gave the agent an id that is no GUID; it is not remembered.");
            return;
        }
        write(folder.resolve("agent.json"), new Identity(server, clientMachine, agentId));
    }

    @Override
    public synchronized void save(Attempt attempt) {
        write(file(attempt), new Remembered(server, attempt));
    }

    @Override
    public synchronized void remove(Attempt attempt) {
        try {
            Files.deleteIfExists(file(attempt));
        } catch (IOException e) {
            log.warn("The file " + file(attempt) + " cannot be deleted", e);
        }
    }

    @Override
    public synchronized List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("attempts"), "*.json")) {
            for (Path file : files) {
                if (attempts.size() == ATTEMPTS_MAX) {
                    log.warn(
                            "More than " + ATTEMPTS_MAX + " attempts are not reported; the others are left for later.");
                    break;
                }
                read(file)
                        .filter(found -> found.server().equals(server))
                        .ifPresent(found -> attempts.add(found.attempt()));
            }
        } catch (IOException e) {
            log.warn("The attempts in " + folder + " cannot be read", e);
        }
        return attempts;
    }

    private Optional<Remembered> read(Path file) {
        try {
            return Optional.of(json.readValue(file.toFile(), Remembered.class));
        } catch (IOException | RuntimeException e) {
            log.warn("The file " + file + " is damaged and left out.");
            return Optional.empty();
        }
    }

    private Path file(Attempt attempt) {
        return folder.resolve("attempts").resolve(attempt.key() + ".json");
    }

    private void write(Path file, Object content) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(beside, ownerOnly(folder, "rw-------"));
            Files.write(beside, json.writeValueAsBytes(content));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("The file " + file + " cannot be written", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
