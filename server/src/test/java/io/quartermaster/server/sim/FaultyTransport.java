package io.quartermaster.server.sim;

import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Carries an agent's calls to the simulated servers, each to any of them, with the faults of one seed. */
final class FaultyTransport implements Transport {
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final String account;
    private final Servers servers;
    private final RandomGenerator random;
    private final List<SimulatedServer.Sent> delayed;
    private final Coverage coverage;
    private double faultRate;

    /** @param delayed the requests on their way, of all agents */
    FaultyTransport(
            String account,
            Servers servers,
            RandomGenerator random,
            double faultRate,
            Coverage coverage,
            List<SimulatedServer.Sent> delayed) {
        this.coverage = coverage;
        this.delayed = delayed;
        this.account = account;
        this.servers = servers;
        this.random = random;
        this.faultRate = faultRate;
    }

    @Override
    public <T> T call(String path, Object request, Class<T> reply) throws TransportException {
        if (random.nextDouble() >= faultRate) {
            return servers.any().call(account, path, request, reply);
        }
        coverage.count(Coverage.Happening.FAULT, 1);
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        switch (fault) {
            case DROP_REQUEST -> {}
            case DROP_ANSWER -> servers.any().call(account, path, request, reply);
            case DELAY -> delayed.add(new SimulatedServer.Sent(account, path, request));
            case DUPLICATE -> {
                servers.any().call(account, path, request, reply);
                return servers.any().call(account, path, request, reply);
            }
            case TOGETHER -> {
                return together(path, request, reply);
            }
            case KILL_SERVER -> servers.killDuring(server -> server.call(account, path, request, reply));
        }
        throw TransportException.noReply("simulated: " + fault, new IllegalStateException("simulated"));
    }

    private <T> T together(String path, Object request, Class<T> reply) {
        List<SimulatedServer.Sent> all = new ArrayList<>(
                delayed.stream().filter(other -> other.path().equals(path)).toList());
        delayed.removeAll(all);
        int own = random.nextInt(all.size() + 1);
        all.add(own, new SimulatedServer.Sent(account, path, request));
        coverage.count(Coverage.Happening.CALLED_TOGETHER, all.size() - 1);
        return servers.any().callTogether(all, own, reply);
    }

    /** One of the delayed requests arrives at last; nobody waits for its answer. */
    void deliverOneDelayed() {
        if (!delayed.isEmpty()) {
            SimulatedServer.Sent late = delayed.remove(random.nextInt(delayed.size()));
            servers.any().call(late.account(), late.path(), late.request(), Object.class);
        }
    }

    /** From now on everything arrives; what was delayed is lost. */
    void heal() {
        faultRate = 0;
        delayed.clear();
    }
}
