package io.quartermaster.server.sim;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.DatabaseSettings;
import io.quartermaster.server.db.FaultyConnections;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.sim.Coverage.Happening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Several servers on one database. Whoever calls gets any of them; none knows of the others. Their clocks differ a little,
 * and one that is killed loses what it had in memory.
 */
final class Servers {
    private static final int COUNT = 3;

    /** Clocks of servers that are set by the network are off by less. */
    private static final int SKEW_MILLIS_MAX = 100;

    /** More than any call of an agent or a person takes. */
    private static final int STATEMENTS_MAX = 25;

    private final SimulatedClock clock;
    private final Ids ids;
    private final Random random;
    private final Coverage coverage;
    private final List<Machine> machines = new ArrayList<>();

    private record Machine(SimulatedServer server, FaultyConnections connections) {}

    Servers(DataSource dataSource, SimulatedClock clock, Ids ids, Random random, Coverage coverage) {
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.coverage = coverage;
        for (int i = 0; i < COUNT; i++) {
            machines.add(started(new FaultyConnections(dataSource)));
        }
    }

    SimulatedServer any() {
        return machines.get(random.nextInt(COUNT)).server();
    }

    /** What each server does every few seconds by itself. */
    void tick() {
        machines.forEach(machine -> machine.server().tick());
    }

    /** What each does every second by itself, some sooner and some later. @return those that have just done it */
    List<SimulatedServer> followSessionChanges() {
        List<SimulatedServer> level = machines.stream()
                .map(Machine::server)
                .filter(server -> random.nextInt(3) > 0)
                .toList();
        level.forEach(SimulatedServer::followSessionChanges);
        return level;
    }

    String restartOne() {
        restart(random.nextInt(COUNT));
        return "a server restarts";
    }

    /**
     * Makes a call of a server that dies before one of its statements, or after all of them.
     *
     * @return whether it died before the call was over; nothing of the call may be left then
     */
    boolean killDuring(Consumer<SimulatedServer> call) {
        int number = random.nextInt(COUNT);
        FaultyConnections connections = machines.get(number).connections();
        connections.breakAfter(random.nextInt(STATEMENTS_MAX));
        try {
            call.accept(machines.get(number).server());
        } catch (RuntimeException e) {
            if (!connections.broken()) {
                throw e;
            }
        } finally {
            connections.heal();
            restart(number);
        }
        coverage.count(Happening.SERVER_KILLED, connections.broken() ? 1 : 0);
        return connections.broken();
    }

    private void restart(int number) {
        machines.set(number, started(machines.get(number).connections()));
    }

    private Machine started(FaultyConnections connections) {
        Duration ahead = Duration.ofMillis(random.nextInt(2 * SKEW_MILLIS_MAX + 1) - SKEW_MILLIS_MAX);
        Database database = new Database(connections, DatabaseSettings.DEFAULT, duration -> {}, random);
        return new Machine(
                new SimulatedServer(database, () -> clock.instant().plus(ahead), ids, random, coverage), connections);
    }
}
