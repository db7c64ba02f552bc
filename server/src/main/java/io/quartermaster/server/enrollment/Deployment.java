package io.quartermaster.server.enrollment;

import java.util.List;
import java.util.UUID;

/** Which stores have a job now that brings them a certificate, and which not and why. */
public record Deployment(List<UUID> successful, List<Failure> failures) {
    /** @param reason a sentence for people */
    public record Failure(UUID storeId, String reason) {}

    public Deployment {
        successful = List.copyOf(successful);
        failures = List.copyOf(failures);
    }

    public List<UUID> failed() {
        return failures.stream().map(Failure::storeId).distinct().toList();
    }
}
