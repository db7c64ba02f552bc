package io.quartermaster.agent.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.agent.log.AgentLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The memory as files that only their owner may read: {@code agent.json}, and one file for each attempt in {@code
 * attempts/}, for each reenrollment in {@code enrolled/} and for each store that is being changed in {@code changes/}.
 * One process at a time, held by a lock that ends with the process.
 *
 * <p>What was remembered for another server or under another name is left alone: neither an id nor a report means
 * anything there.
 *
 * <p>Only changes of stores are forced to the disk: after a power failure a report may be missing.
 */
public final class StateFolder implements AgentState, AutoCloseable {
    /** Reenrollments that are remembered, at most; the oldest go. */
    static final int ENROLLED_MAX = 1_000;

    private static final String IDENTITY = "agent";

    private static final String AGENT_ID = "[A-Za-z0-9-]{1,64}";

    private final String server;
    private final String clientMachine;
    private final AgentLog log;
    private final FileChannel lock;
    private final JsonFolder<Identity> identities;
    private final JsonFolder<Remembered> attempts;
    private final JsonFolder<Enrolled> enrolled;
    private final JsonFolder<PendingChange> changes;

    private StateFolder(Path folder, String server, String clientMachine, AgentLog log, FileChannel lock)
            throws IOException {
        this.server = server;
        this.clientMachine = clientMachine;
        this.log = log;
        this.lock = lock;
        this.identities = JsonFolder.open(folder, Identity.class, log);
        this.attempts = JsonFolder.open(folder.resolve("attempts"), Remembered.class, log);
        this.enrolled = JsonFolder.open(folder.resolve("enrolled"), Enrolled.class, log);
        this.changes = JsonFolder.open(folder.resolve("changes"), PendingChange.class, log);
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
        Files.createDirectories(folder.toAbsolutePath(), JsonFolder.ownerOnly(folder, "rwx------"));
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
        return identities
                .find(IDENTITY)
                .filter(identity -> identity.server().equals(server)
                        && identity.clientMachine().equals(clientMachine))
                .map(Identity::agentId);
    }

    @Override
    public synchronized void rememberAgentId(String agentId) {
        if (!agentId.matches(AGENT_ID)) {
            log.warn("The server gave the agent an id that is no GUID; it is not remembered.");
            return;
        }
        identities.save(IDENTITY, new Identity(server, clientMachine, agentId));
    }

    @Override
    public synchronized void save(Attempt attempt) {
        attempts.save(attempt.key(), new Remembered(server, attempt));
    }

    @Override
    public synchronized void remove(Attempt attempt) {
        attempts.remove(attempt.key());
    }

    @Override
    public synchronized List<Attempt> attempts() {
        return attempts.all().stream()
                .filter(found -> found.server().equals(server))
                .map(Remembered::attempt)
                .toList();
    }

    @Override
    public synchronized void rememberEnrolled(Enrolled certificate) {
        List<Enrolled> all = enrolled.all();
        all.stream()
                .sorted(Comparator.comparingLong(Enrolled::atEpochSecond))
                .limit(Math.max(0, all.size() + 1 - ENROLLED_MAX))
                .forEach(oldest -> enrolled.remove(oldest.jobId()));
        enrolled.save(certificate.jobId(), certificate);
    }

    @Override
    public synchronized Optional<Enrolled> enrolled(String jobId) {
        return enrolled.find(jobId);
    }

    @Override
    public synchronized void forgetEnrolled(String jobId) {
        enrolled.remove(jobId);
    }

    @Override
    public synchronized void rememberChange(PendingChange change) throws IOException {
        changes.write(change.key(), change, true);
    }

    @Override
    public synchronized void forgetChange(PendingChange change) {
        changes.remove(change.key());
    }

    @Override
    public synchronized List<PendingChange> pendingChanges() {
        return changes.all();
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
