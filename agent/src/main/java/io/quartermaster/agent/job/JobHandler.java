package io.quartermaster.agent.job;

import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;

/** Does the jobs of one capability. Safe for many threads. */
public interface JobHandler {
    /** The capability, e.g. {@code CertStores.PEM.Inventory}. */
    String capability();

    /**
     * Asks the server what to do, and starts nothing yet.
     *
     * @param endpoint of this job's Configure
     * @throws TransportException when there was no good reply; it is then asked again
     */
    Assignment configure(Transport transport, String endpoint, ConfigureRequest request) throws TransportException;
}
