package io.quartermaster.server.enrollment;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which stores have a job now, and which not.
 *
 * @param failures ours: why not
 */
@Schema(name = "DeploymentResponse")
public record DeploymentResponse(List<UUID> successfulStores, List<UUID> failedStores, List<Failure> failures) {
    /** @param reason a sentence */
    @Schema(name = "DeploymentFailure")
    public record Failure(UUID storeId, String reason) {}

    static DeploymentResponse of(Deployment deployment) {
        return new DeploymentResponse(
                deployment.successful(),
                deployment.failed(),
                deployment.failures().stream()
                        .map(failure -> new Failure(failure.storeId(), failure.reason()))
                        .toList());
    }
}
