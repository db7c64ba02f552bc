package io.quartermaster.server.agent;

import io.quartermaster.server.query.FieldSet;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What agents can be searched for and sorted by. */
final class AgentFields {
    /** The order of the list when none is asked for. */
    static final String DEFAULT_SORT = "AgentId";

    /** Of a statement that calls the agent {@code a} and its presence {@code p}. */
    static final FieldSet AGENTS = FieldSet.of("agents", "a.id")
            .guid("a.id", "AgentId", "Id")
            .text("a.client_machine", "ClientMachine")
            .user("a.username", "Identity", "Username")
            .enumeration("a.platform", Platforms.NAMES, "AgentPlatform", "Platform")
            .text("a.version", "Version")
            .enumeration("a.status", statuses(), "Status")
            .date("coalesce(p.last_seen, a.registered_at)", "LastSeen")
            .textSet("a.capability_names", "Capabilities")
            .text("a.blueprint", "Blueprint")
            .text("a.thumbprint", "Thumbprint")
            .text("a.legacy_thumbprint", "LegacyThumbprint")
            .text("a.last_thumbprint_used", "LastThumbprintUsed")
            .enumeration("a.auth_certificate_reenrollment", reenrollments(), "AuthCertificateReenrollment")
            .integer("a.last_error_code", "LastErrorCode")
            .text("a.last_error_message", "LastErrorMessage")
            .build();

    private AgentFields() {}

    private static Map<Integer, String> statuses() {
        return Arrays.stream(AgentStatus.values()).collect(Collectors.toMap(AgentStatus::number, AgentStatus::title));
    }

    private static Map<Integer, String> reenrollments() {
        return Arrays.stream(CertificateReenrollment.values())
                .collect(Collectors.toMap(CertificateReenrollment::number, CertificateReenrollment::title));
    }
}
