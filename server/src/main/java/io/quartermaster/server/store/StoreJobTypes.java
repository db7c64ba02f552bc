package io.quartermaster.server.store;

import io.quartermaster.server.agent.JobTypeSource;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The job types of all store types. Safe for many threads. */
@Singleton
class StoreJobTypes implements JobTypeSource {
    private final StoreTypeRepository types;

    StoreJobTypes(StoreTypeRepository types) {
        this.types = types;
    }

    @Override
    public Map<UUID, String> capabilities(Handle tx) {
        Map<UUID, String> capabilities = new HashMap<>();
        types.all(tx).forEach(type -> capabilities.putAll(type.jobTypes()));
        return capabilities;
    }
}
