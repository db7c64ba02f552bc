package io.quartermaster.server.http;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Something between the network and the resources that breaks, in the test build only. */
@Singleton
@IfBuildProperty(name = SamplesResource.SERVED, stringValue = "true")
class FaultyFilter {
    static final String HEADER = "x-break";

    void register(@Observes Filters filters) {
        filters.register(
                routing -> {
                    if (routing.request().getHeader(HEADER) != null) {
                        throw new IllegalStateException("secret inside");
                    }
                    routing.next();
                },
                100);
    }
}
