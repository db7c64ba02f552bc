package io.quartermaster.server.job;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kind of work that an administrator invented and whose handler an agent brings along.
 *
 * @param id also the job type's id on the agent wire
 */
public record CustomJobType(UUID id, CustomJobTypeDefinition definition) {

    public String name() {
        return definition.name();
    }

    public @Nullable String description() {
        return definition.description();
    }

    public List<CustomJobTypeField> fields() {
        return definition.fields();
    }
}
