package io.quartermaster.server.session;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A server that makes agents call each second: an interval that chance does not change. */
public final class OneSecondHeartbeats implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("qm.agent.heartbeat", "PT1S");
    }
}
