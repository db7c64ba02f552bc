package io.quartermaster.server.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What an administrator can set about the edge. */
@ConfigMapping(prefix = "qm.http")
interface HttpSettings {
    /** Paths under which the API is served, besides {@code /KeyfactorAPI}; in any case. */
    @WithDefault("/Keyfactor/API")
    List<String> apiAliases();

    /**
     * The product version that every answer names. Clients branch on it: the part before the plus is the version of the
     * public API that we follow, the part behind it is ours.
     */
    String productVersion();

    /** Requests without credentials that one server takes from one address; twice as many at once. */
    @WithDefault("50")
    int publicRequestsPerSecondMax();
}
