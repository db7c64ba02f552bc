package io.quartermaster.server.selfcheck;

import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Looks for rows that break an {@link Invariant}. Each run looks again at what was found before, and goes through the next
 * rows of each table, so that it costs the same whatever the tables hold; after some runs a round is over and the next one
 * begins.
 */
@Singleton
public class SelfCheck {
    static final int ROWS_OF_SLICE = 2_000;

    /** Of one table in one run: 50,000 rows, so that a million jobs are gone through in twenty minutes. */
    private static final int SLICES_MAX = 25;

    private static final Duration GONE_KEPT = Duration.ofDays(90);

    private final Database database;
    private final FindingRepository findings;
    private final InstantSource clock;

    public SelfCheck(Database database, FindingRepository findings, InstantSource clock) {
        this.database = database;
        this.findings = findings;
        this.clock = clock;
    }

    /** Several at once do no harm. */
    public void run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (Source source : Source.values()) {
            database.runInTransaction(tx -> findings.lookAgain(tx, source, now));
            boolean more = true;
            for (int slice = 0; more && slice < SLICES_MAX; slice++) {
                more = database.inTransaction(tx -> findings.checkNext(tx, source, ROWS_OF_SLICE, now));
            }
        }
        database.runInTransaction(tx -> findings.purge(tx, now.minus(GONE_KEPT)));
    }
}
