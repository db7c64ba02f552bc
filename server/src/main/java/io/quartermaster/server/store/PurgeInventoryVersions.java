package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.InventorySettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Removes what inventories changed long ago, and what was held of stores that are gone. Several servers may do it at the same time. */
@Singleton
public class PurgeInventoryVersions {
    static final int BATCH_MAX = 10_000;

    private final Database database;
    private final InventoryVersionRepository versions;
    private final GatheredInventoryRepository gathered;
    private final Supplier<InventorySettings> settings;
    private final InstantSource clock;

    PurgeInventoryVersions(
            Database database,
            InventoryVersionRepository versions,
            GatheredInventoryRepository gathered,
            Supplier<InventorySettings> settings,
            InstantSource clock) {
        this.database = database;
        this.versions = versions;
        this.gathered = gathered;
        this.settings = settings;
        this.clock = clock;
    }

    public void run() {
        Instant before = clock.instant().minus(Duration.ofDays(settings.get().keepDays()));
        database.untilNothingIsLeft(tx -> versions.purge(tx, before, BATCH_MAX));
        database.runInTransaction(gathered::discardOfGoneStores);
    }
}
