package io.quartermaster.server.live;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.WebhookSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Removes old deliveries from the log; those that wait stay. */
@Singleton
public class PurgeDeliveries {
    private static final int ROWS_PER_ROUND = 10_000;

    private final Database database;
    private final DeliveryRepository deliveries;
    private final WebhookSettings settings;
    private final InstantSource clock;

    public PurgeDeliveries(
            Database database, DeliveryRepository deliveries, WebhookSettings settings, InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.settings = settings;
        this.clock = clock;
    }

    public void run() {
        Instant before = clock.instant().minus(settings.keep());
        database.untilNothingIsLeft(tx -> deliveries.purge(tx, before, ROWS_PER_ROUND));
    }
}
