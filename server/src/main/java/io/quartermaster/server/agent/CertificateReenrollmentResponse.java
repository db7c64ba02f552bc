package io.quartermaster.server.agent;

import java.util.List;
import java.util.UUID;

/**
 * The answer to a {@link CertificateReenrollmentRequest}.
 *
 * @param failedOrchestratorIds ids that belong to no agent
 * @param status 0 none, 1 requested, 2 required
 */
public record CertificateReenrollmentResponse(List<UUID> failedOrchestratorIds, int status) {}
