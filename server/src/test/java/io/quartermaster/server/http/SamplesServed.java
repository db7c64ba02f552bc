package io.quartermaster.server.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A build of the server that also has {@link SamplesResource} and {@link SampleAgentsResource}. */
public final class SamplesServed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(SamplesResource.SERVED, "true");
    }
}
