package io.quartermaster.server.admin;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import io.quartermaster.server.setting.CurrentSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Reads what people have set, on any server, so that it holds on this one. While the database is away, what was read last holds. */
@Singleton
public class ReadAppSettings {
    /** After the migrations, before anything that works by settings. */
    private static final int AT_START = 600;

    private final Database database;
    private final AppSettingRepository repository;
    private final CurrentSettings current;

    public ReadAppSettings(Database database, AppSettingRepository repository, CurrentSettings current) {
        this.database = database;
        this.repository = repository;
        this.current = current;
    }

    void atStart(@Observes @Priority(AT_START) StartupEvent event) {
        run();
    }

    @SilentInOutage
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        run();
    }

    /** One statement. One at a time, or the older of two answers could come last. */
    public synchronized void run() {
        current.take(database.read(repository::all));
    }
}
