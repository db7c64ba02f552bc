package io.quartermaster.server.agent;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One agent as the server knows it.
 *
 * @param clientMachine the name it gives itself; together with the account it is unique, without regard to case
 * @param username the account it authenticates with
 * @param platform as the agent sent it: 0 unknown, 1 .NET, 2 Java, 3 Mac, 4 Android, 5 native, 6 Bash, 7 Universal
 *     Orchestrator
 * @param version dotted
 * @param blueprint name of the blueprint applied last; null for none
 * @param thumbprint of the client certificate it is expected to use; empty for none
 * @param legacyThumbprint of the one before the last renewal; empty for none
 * @param lastThumbprintUsed of the one it used last; empty for none
 * @param lastErrorCode why its last registration failed, as the code it was told; null when it did not
 * @param lastErrorMessage the sentence beside it
 * @param lastSeen its last contact that has been written down, see {@link Presence}; at first its registration
 */
public record Agent(
        UUID id,
        String clientMachine,
        String username,
        int platform,
        String version,
        AgentStatus status,
        AgentCapabilities capabilities,
        Instant registeredAt,
        @Nullable String blueprint,
        String thumbprint,
        String legacyThumbprint,
        String lastThumbprintUsed,
        CertificateReenrollment certificateReenrollment,
        @Nullable Long lastErrorCode,
        @Nullable String lastErrorMessage,
        Instant lastSeen) {

    public boolean isApproved() {
        return status == AgentStatus.APPROVED;
    }

    /** The same agent as it describes itself in a registration. */
    public Agent describedAs(
            String newClientMachine,
            int newPlatform,
            String newVersion,
            AgentCapabilities newCapabilities,
            AgentStatus newStatus) {
        return new Agent(
                id,
                newClientMachine,
                username,
                newPlatform,
                newVersion,
                newStatus,
                newCapabilities,
                registeredAt,
                blueprint,
                thumbprint,
                legacyThumbprint,
                lastThumbprintUsed,
                certificateReenrollment,
                lastErrorCode,
                lastErrorMessage,
                lastSeen);
    }

    /** The same agent after a registration that failed with this code and sentence; both null when it did not fail. */
    public Agent withLastError(@Nullable Long code, @Nullable String message) {
        return new Agent(
                id,
                clientMachine,
                username,
                platform,
                version,
                status,
                capabilities,
                registeredAt,
                blueprint,
                thumbprint,
                legacyThumbprint,
                lastThumbprintUsed,
                certificateReenrollment,
                code,
                message,
                lastSeen);
    }
}
