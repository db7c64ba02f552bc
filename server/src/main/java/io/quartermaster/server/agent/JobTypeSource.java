package io.quartermaster.server.agent;

import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A part of the server that has job types which agents can be capable of. Safe for many threads. */
public interface JobTypeSource {

    /** The id of each job type and the full name of the capability that an agent needs for it. */
    Map<UUID, String> capabilities(Handle tx);
}
