package io.quartermaster.server.agent;

import io.quarkus.arc.All;
import io.quartermaster.server.agent.AgentDeparture.Cause;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.AgentSettings;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** All that goes with agents, in the order in which it goes. Safe for many threads. */
@Singleton
public class Departures {
    private final List<AgentDeparture> inTurn;
    private final Supplier<AgentSettings> settings;

    public Departures(@All List<AgentDeparture> departures, Supplier<AgentSettings> settings) {
        this.inTurn = departures.stream()
                .sorted(Comparator.comparing(AgentDeparture::turn))
                .toList();
        this.settings = settings;
    }

    /** What there is of an agent; things it has none of are left out. */
    List<Departing> of(Handle tx, UUID agentId) {
        return inTurn.stream()
                .map(departure -> departure.departing(tx, agentId))
                .filter(departing -> departing.count() > 0)
                .toList();
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    void leave(Handle tx, Collection<UUID> agentIds, Cause cause, Caller caller) {
        if (settings.get().departureNeedsStoreModify()) {
            inTurn.forEach(departure -> departure.permit(caller, tx, agentIds));
        }
        inTurn.forEach(departure -> departure.leave(tx, agentIds, cause, caller.name()));
    }
}
