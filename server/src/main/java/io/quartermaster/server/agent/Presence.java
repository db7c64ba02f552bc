package io.quartermaster.server.agent;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Outage;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * When each agent was last heard of. A contact is noted in memory and written with those of all other agents about once a
 * second, so that a heartbeat costs no write of its own.
 *
 * <p>What people see is what has been written: it may be up to {@link #WRITTEN_EVERY} behind, and a server that is killed
 * loses that much. When the database cannot be reached the notes are kept and written later.
 *
 * <p>Safe for many threads.
 */
@Singleton
public class Presence {
    /** For the scheduler. */
    static final String WRITTEN_EVERY = "1s";

    /** Agents whose contact may wait to be written; beyond it, contacts of further agents are dropped and counted. */
    static final int WAITING_MAX = 1_000_000;

    /** Rows of one statement and transaction. */
    static final int WRITTEN_AT_ONCE_MAX = 5_000;

    private static final Logger LOG = Logger.getLogger(Presence.class);

    private final Database database;
    private final ConcurrentHashMap<UUID, Instant> waiting = new ConcurrentHashMap<>();
    private final AtomicLong dropped = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();

    public Presence(Database database) {
        this.database = database;
    }

    /** Notes that an agent was heard of. Does not touch the database. */
    public void seen(UUID agentId, Instant at) {
        if (waiting.size() >= WAITING_MAX && !waiting.containsKey(agentId)) {
            dropped.incrementAndGet();
            return;
        }
        waiting.merge(agentId, at, Presence::later);
    }

    /** Writes what has been noted; called by the scheduler and when the server stops. */
    @SilentInOutage
    @Scheduled(every = WRITTEN_EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @PreDestroy
    public void write() {
        writing.lock();
        try {
            tellDropped();
            List<Contact> contacts = take();
            for (int from = 0; from < contacts.size(); from += WRITTEN_AT_ONCE_MAX) {
                writeBatch(contacts.subList(from, Math.min(from + WRITTEN_AT_ONCE_MAX, contacts.size())));
            }
        } finally {
            writing.unlock();
        }
    }

    private void tellDropped() {
        long count = dropped.getAndSet(0);
        if (count > 0) {
            LOG.warnf("%d contacts of agents were not noted: %d agents wait to be written", count, WAITING_MAX);
        }
    }

    private List<Contact> take() {
        List<Contact> contacts = new ArrayList<>();
        waiting.forEach((agentId, at) -> contacts.add(new Contact(agentId, at)));
        // One that came in between stays for the next time.
        contacts.forEach(contact -> waiting.remove(contact.agentId(), contact.at()));
        return contacts;
    }

    private void writeBatch(List<Contact> contacts) {
        try {
            database.runInTransaction(tx -> update(tx, contacts));
        } catch (RuntimeException e) {
            // In an outage Database has said so once; this comes every second.
            if (!Outage.caused(e)) {
                LOG.warnf(
                        "The last contacts of %d agents could not be written and will be tried again: %s",
                        contacts.size(), e);
            }
            contacts.forEach(contact -> waiting.merge(contact.agentId(), contact.at(), Presence::later));
        }
    }

    // The rows are locked in the order of their ids, because another server may be writing some of them too.
    private static void update(Handle tx, List<Contact> contacts) {
        tx.createUpdate("""
                        WITH noted AS (
                          SELECT * FROM unnest(CAST(:agentIds AS uuid[]), CAST(CAST(:times AS text[]) AS timestamptz[]))
                                   AS n (agent_id, at)
                        ), locked AS (
                          SELECT agent_id FROM agent_presence
                           WHERE agent_id = ANY (:agentIds) ORDER BY agent_id FOR UPDATE
                        )
                        UPDATE agent_presence p
                           SET last_seen = noted.at
                          FROM noted JOIN locked ON locked.agent_id = noted.agent_id
                         WHERE p.agent_id = noted.agent_id AND p.last_seen < noted.at
                        """)
                .bindArray(
                        "agentIds",
                        UUID.class,
                        contacts.stream().map(Contact::agentId).toList())
                .bindArray(
                        "times",
                        String.class,
                        contacts.stream()
                                .map(contact -> contact.at().toString())
                                .toList())
                .execute();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private record Contact(UUID agentId, Instant at) {}
}
