package io.quartermaster.server.job;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.MonthlyPartitions;
import io.quartermaster.server.setting.HistorySettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Removes the history of jobs, their events and their data once they are older than people want: whole months, by dropping
 * their partitions. From the month on in which the oldest attempt in process began, everything stays. Several servers may
 * do it at the same time.
 */
@Singleton
public class PurgeHistory {
    /** Rows deleted in one transaction where there is no partition to drop. */
    static final int BATCH_MAX = 1_000;

    private final Database database;
    private final MonthlyPartitions partitions;
    private final HistoryPurgeRepository repository;
    private final Supplier<HistorySettings> settings;
    private final InstantSource clock;

    public PurgeHistory(
            Database database,
            MonthlyPartitions partitions,
            HistoryPurgeRepository repository,
            Supplier<HistorySettings> settings,
            InstantSource clock) {
        this.database = database;
        this.partitions = partitions;
        this.repository = repository;
        this.settings = settings;
        this.clock = clock;
    }

    /** Removes all that is due now, in transactions of limited size. */
    public void run() {
        Instant now = clock.instant();
        Instant keptFrom = database.inTransaction(tx -> {
            Instant from = beginOfMonth(oldestNeeded(tx, now));
            // Said first: whoever misses something from now on is told why.
            repository.noteKeptFrom(tx, from, now);
            return from;
        });
        partitions.dropBefore(keptFrom);
        database.untilNothingIsLeft(tx -> repository.deleteStrayHistory(tx, keptFrom, BATCH_MAX));
        database.untilNothingIsLeft(tx -> repository.deleteStrayEvents(tx, keptFrom, BATCH_MAX));
        database.untilNothingIsLeft(tx -> repository.deleteDataWithoutHistory(tx, BATCH_MAX));
    }

    private Instant oldestNeeded(Handle tx, Instant now) {
        Instant wanted = now.minus(Duration.ofDays(settings.get().keepDays()));
        return repository.oldestInProcess(tx).filter(wanted::isAfter).orElse(wanted);
    }

    private static Instant beginOfMonth(Instant moment) {
        return YearMonth.from(moment.atZone(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
