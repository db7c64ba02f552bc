package io.quartermaster.server.selfcheck;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * How many rows break each rule, as {@code quartermaster_findings_open}. Every server tells the same number, also those
 * that did not run the check: it is read from the database once a minute.
 */
@Singleton
class FindingMetrics {
    private final Database database;
    private final FindingRepository findings;
    private final MeterRegistry registry;
    private volatile Map<Invariant, Long> open = Map.of();

    FindingMetrics(Database database, FindingRepository findings, MeterRegistry registry) {
        this.database = database;
        this.findings = findings;
        this.registry = registry;
    }

    void register(@Observes StartupEvent start) {
        for (Invariant rule : Invariant.values()) {
            Gauge.builder("quartermaster.findings.open", () -> open.getOrDefault(rule, 0L))
                    .description("Rows that break a rule which always holds")
                    .tag("invariant", rule.name())
                    .register(registry);
        }
    }

    @SilentInOutage
    @Scheduled(every = "60s", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyMinute() {
        open = database.read(findings::countOpen);
    }
}
