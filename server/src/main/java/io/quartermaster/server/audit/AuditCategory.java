package io.quartermaster.server.audit;

/**
 * What kind of thing an audit entry is about. Numbers below 3000 are those of the reference product's public
 * documentation; from 3001 on they are ours (docs/divergences.md).
 */
public enum AuditCategory {
    CERTIFICATE(2001, "Certificate"),
    CERTIFICATE_REQUEST(2001, "AuditingCertificateRequest"),
    TEMPLATE(2003, "Template"),
    CERTIFICATE_COLLECTION(2004, "CertificateQuery"),
    APPLICATION_SETTING(2007, "ApplicationSetting"),
    AUTHORIZATION_FAILURE(2012, "AuthorizationFailure"),
    CERTIFICATE_SIGNING_REQUEST(2013, "CertificateSigningRequest"),
    AGENT(3001, "Agent"),
    AGENT_POOL(3002, "AgentPool"),
    AGENT_BLUEPRINT(3003, "AgentBlueprint"),
    CERTIFICATE_STORE(3004, "CertificateStore"),
    CERTIFICATE_STORE_TYPE(3005, "CertificateStoreType"),
    CERTIFICATE_STORE_CONTAINER(3006, "CertificateStoreContainer"),
    ORCHESTRATOR_JOB(3007, "OrchestratorJob"),
    CUSTOM_JOB_TYPE(3008, "CustomJobType"),
    CERTIFICATE_AUTHORITY(3015, "CertificateAuthority"),
    /** What people set to decide when jobs may start. */
    JOB_CONTROL(3021, "JobControl"),
    SCHEDULED_TASK(3022, "ScheduledTask"),
    WEBHOOK(3023, "Webhook"),
    RENEWAL_RULE(3024, "RenewalRule"),
    METADATA_FIELD(3030, "MetadataField"),
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
