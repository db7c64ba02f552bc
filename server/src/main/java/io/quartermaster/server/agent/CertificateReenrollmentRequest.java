package io.quartermaster.server.agent;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for new client certificates.
 *
 * @param status number, number in quotes, or name
 */
public record CertificateReenrollmentRequest(
        @Nullable List<@Nullable UUID> orchestratorIds,

        @Schema(required = true, description = "0 or None, 1 or Requested, 2 or Required") @Nullable
        String status) {}
