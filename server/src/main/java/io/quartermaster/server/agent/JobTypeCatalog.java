package io.quartermaster.server.agent;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Asks all parts of the server for their job types. Safe for many threads. */
@Singleton
public class JobTypeCatalog {
    private final List<JobTypeSource> sources;

    public JobTypeCatalog(@All List<JobTypeSource> sources) {
        this.sources = sources;
    }

    /** The job types there are now. */
    public JobTypes now(Handle tx) {
        return new JobTypes(
                sources.stream().map(source -> source.capabilities(tx)).toList());
    }
}
