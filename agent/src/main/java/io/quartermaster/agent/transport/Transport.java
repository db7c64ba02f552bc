package io.quartermaster.agent.transport;

/** Carries one call to the server and its reply back. Safe for many threads. */
public interface Transport {
    /**
     * Sends a message and waits for the reply.
     *
     * @param path as the server gave it, or one of {@link io.quartermaster.agent.protocol.AgentPaths}
     * @param request a record of the agent protocol
     * @param reply what the reply is read as
     * @throws TransportException when there is no good reply. The server may have acted on the request all the same
     */
    <T> T call(String path, Object request, Class<T> reply) throws TransportException;
}
