package io.quartermaster.server.notice;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends the mails that wait, one after the other. One that cannot be sent is tried again, later each time; after {@link
 * #ATTEMPTS_MAX} attempts it has failed. Each is taken by one server; a server that is killed in the middle may send one
 * twice.
 */
@Singleton
public class SendNotices {
    static final int ATTEMPTS_MAX = 8;

    /** Longer than an attempt can take. */
    static final Duration TAKEN_FOR = Duration.ofMinutes(5);

    /** After the first attempt; then twice as long each time. */
    static final Duration WAIT_FIRST = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(SendNotices.class);

    private final Database database;
    private final NoticeRepository notices;
    private final MailServer mailServer;
    private final InstantSource clock;

    public SendNotices(Database database, NoticeRepository notices, MailServer mailServer, InstantSource clock) {
        this.database = database;
        this.notices = notices;
        this.mailServer = mailServer;
        this.clock = clock;
    }

    /** Sends all whose time has come. */
    @SilentInOutage
    @Scheduled(every = "30s", delayed = "40s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        Optional<Notice> taken = take();
        while (taken.isPresent()) {
            send(taken.get());
            taken = take();
        }
    }

    private Optional<Notice> take() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(tx -> notices.take(tx, now, now.plus(TAKEN_FOR)));
    }

    private void send(Notice notice) {
        try {
            mailServer.send(notice);
        } catch (MailNotSentException e) {
            refused(notice, String.valueOf(e.getMessage()));
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.runInTransaction(tx -> notices.sent(tx, notice, now));
    }

    private void refused(Notice notice, String why) {
        Optional<Instant> again = notice.attempts() >= ATTEMPTS_MAX
                ? Optional.empty()
                : Optional.of(clock.instant()
                        .truncatedTo(ChronoUnit.MICROS)
                        .plus(WAIT_FIRST.multipliedBy(1L << (notice.attempts() - 1))));
        LOG.warnf(
                "The mail '%s' could not be sent (attempt %d of %d): %s",
                notice.subject(), notice.attempts(), ATTEMPTS_MAX, why);
        database.runInTransaction(tx -> notices.notSent(tx, notice, why, again));
    }
}
