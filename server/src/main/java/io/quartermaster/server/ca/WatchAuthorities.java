package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.notice.NoticeRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Tries each authority from time to time. When one begins to fail, and when it works again, it says so in the log, and by mail to
 * the recipients: once, whichever servers look. Safe for many threads.
 */
@Singleton
public class WatchAuthorities {
    private static final Logger LOG = Logger.getLogger(WatchAuthorities.class);

    private final Database database;
    private final AuthorityRepository authorities;
    private final TestAuthority testAuthority;
    private final AlertRecipientRepository recipients;
    private final NoticeRepository notices;
    private final Ids ids;
    private final InstantSource clock;

    public WatchAuthorities(
            Database database,
            AuthorityRepository authorities,
            TestAuthority testAuthority,
            AlertRecipientRepository recipients,
            NoticeRepository notices,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.authorities = authorities;
        this.testAuthority = testAuthority;
        this.recipients = recipients;
        this.notices = notices;
        this.ids = ids;
        this.clock = clock;
    }

    public void run() {
        for (Authority authority : database.read(authorities::all)) {
            try {
                String answer = testAuthority.run(authority);
                database.runInTransaction(tx -> works(tx, authority, answer));
            } catch (IssueRefusedException e) {
                database.runInTransaction(tx -> fails(tx, authority, e.getMessage()));
            }
        }
    }

    private void works(Handle tx, Authority authority, String answer) {
        if (authorities.noteWorking(tx, authority.id())) {
            LOG.infof("The certificate authority %s works again.", authority.name());
            mail(tx, authority.logicalName() + " works again", authority.name() + " works again.\n\n" + answer + "\n");
        }
    }

    private void fails(Handle tx, Authority authority, String why) {
        if (authorities.noteFailing(tx, authority.id(), why, now())) {
            LOG.warnf("The certificate authority %s fails: %s", authority.name(), why);
            mail(
                    tx,
                    authority.logicalName() + " fails",
                    "Certificates cannot be had from " + authority.name() + ".\n\n" + why + "\n");
        }
    }

    private void mail(Handle tx, String subject, String text) {
        List<AlertRecipient> all = recipients.all(tx);
        if (!all.isEmpty()) {
            String addresses = all.stream().map(AlertRecipient::email).collect(Collectors.joining(", "));
            notices.add(tx, ids.next(), addresses, "certificate authority " + subject, text, now());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
