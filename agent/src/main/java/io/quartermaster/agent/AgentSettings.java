package io.quartermaster.agent;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.transport.Credentials;
import io.quartermaster.agent.transport.ServerAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * All that can be set about an agent.
 *
 * @param server where to call
 * @param name the agent's name on the server
 * @param credentials its account; empty when the server needs none
 * @param tls whom to trust; empty for the CAs that this JDK trusts
 * @param state folder for what is remembered, made when it is not there
 * @param workers jobs at a time, 1 to {@link #WORKERS_MAX}
 * @param oneShot true: register, run what is due, end
 * @param updateBytesMax bytes of one inventory update
 * @param pauses between tries
 * @param storeRules where and how stores of this machine may be changed
 * @param jobSettings for custom jobs, by job name and setting name
 */
public record AgentSettings(
        ServerAddress server,
        String name,
        Optional<Credentials> credentials,
        Optional<SSLContext> tls,
        Path state,
        int workers,
        boolean oneShot,
        long updateBytesMax,
        Backoff.Timing pauses,
        StoreRules storeRules,
        Map<String, Map<String, String>> jobSettings) {
    public static final int WORKERS_DEFAULT = 4;
    public static final int WORKERS_MAX = 64;
}
