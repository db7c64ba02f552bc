package io.quartermaster.server.store;

import static java.util.stream.Collectors.groupingBy;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What follows when stores have come into containers. Works in the command's transaction. Safe for many threads. */
@Singleton
class JoinContainer {
    private final InventorySchedules inventorySchedules;
    private final AgentSessions sessions;

    JoinContainer(InventorySchedules inventorySchedules, AgentSessions sessions) {
        this.inventorySchedules = inventorySchedules;
        this.sessions = sessions;
    }

    /**
     * Stores without a schedule of their own take that of the container, and agents are told to ask again: the pauses and
     * quiet hours of another container may have held their jobs.
     *
     * @param joined as they are now, locked
     * @param containers by id, each that the stores are in
     */
    void run(
            Handle tx,
            String actor,
            Collection<CertificateStore> joined,
            Map<Integer, Container> containers,
            Instant now) {
        Map<Optional<Schedule>, List<CertificateStore>> bySchedule = joined.stream()
                .filter(CertificateStore::canBeInventoried)
                .filter(store -> store.inventory() == null)
                .collect(groupingBy(store -> Optional.ofNullable(store.containerId())
                        .map(containers::get)
                        .map(Container::schedule)));
        bySchedule.forEach((schedule, stores) -> {
            if (schedule.isPresent()) {
                inventorySchedules.replace(tx, actor, stores, schedule, now);
            }
        });
        sessions.markStale(
                tx,
                joined.stream()
                        .map(CertificateStore::agentId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }
}
