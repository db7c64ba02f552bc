package io.quartermaster.server.audit;

/**
 * What kind of thing an audit entry is about. Numbers below 3000 are those of the reference product's public
 * documentation; from 3001 on they are ours (docs/divergences.md).
 */
public enum AuditCategory {
    APPLICATION_SETTING(2007, "ApplicationSetting"),
    AUTHORIZATION_FAILURE(2012, "AuthorizationFailure"),
    AGENT(3001, "Agent"),
    AGENT_POOL(3002, "AgentPool"),
    AGENT_BLUEPRINT(3003, "AgentBlueprint"),
    CERTIFICATE_STORE(3004, "CertificateStore"),
    ORCHESTRATOR_JOB(3007, "OrchestratorJob"),
    CUSTOM_JOB_TYPE(3008, "CustomJobType"),
    /** What people set to decide when jobs may start. */
    JOB_CONTROL(3021, "JobControl"),
    SCHEDULED_TASK(3022, "ScheduledTask"),
    WEBHOOK(3023, "Webhook"),
    /** A command that was refused for another reason than a missing permission. */
    REFUSED_COMMAND(3020, "RefusedCommand");

    private final int number;
    private final String entityType;

    AuditCategory(int number, String entityType) {
        this.number = number;
        this.entityType = entityType;
    }

    public int number() {
        return number;
    }

    /** The sub-category's name, by which people search. */
    public String entityType() {
        return entityType;
    }
}
