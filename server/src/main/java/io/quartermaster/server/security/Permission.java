package io.quartermaster.server.security;

import java.util.Locale;

/**
 * Everything a role can be allowed to do, as the public permission strings of version two of the role API spell it. The
 * longer the string, the smaller the privilege: {@link #ALL} is everything, and a string includes all that begin with it.
 *
 * <p>The list is complete on purpose. Areas that this server does not have yet stay in it, so that roles written for
 * another server load without loss.
 */
public enum Permission {
    ALL("/"),

    AGENTS("/agents/"),
    AGENTS_AUTO_REGISTRATION("/agents/auto_registration/"),
    AGENTS_AUTO_REGISTRATION_READ("/agents/auto_registration/read/"),
    AGENTS_AUTO_REGISTRATION_MODIFY("/agents/auto_registration/modify/"),
    AGENTS_MANAGEMENT("/agents/management/"),
    AGENTS_MANAGEMENT_READ("/agents/management/read/"),
    AGENTS_MANAGEMENT_MODIFY("/agents/management/modify/"),
    AGENTS_MANAGEMENT_MAC("/agents/management/mac/"),
    AGENTS_MANAGEMENT_MAC_ENROLLMENT("/agents/management/mac/auto-enrollment/"),
    AGENTS_MANAGEMENT_MAC_ENROLLMENT_MANAGEMENT("/agents/management/mac/auto-enrollment/management/"),
    AGENTS_MANAGEMENT_MAC_ENROLLMENT_MANAGEMENT_READ("/agents/management/mac/auto-enrollment/management/read/"),
    AGENTS_MANAGEMENT_MAC_ENROLLMENT_MANAGEMENT_MODIFY("/agents/management/mac/auto-enrollment/management/modify/"),

    APPLICATION_SETTINGS("/application_settings/"),
    APPLICATION_SETTINGS_READ("/application_settings/read/"),
    APPLICATION_SETTINGS_MODIFY("/application_settings/modify/"),

    AUDITING("/auditing/"),
    AUDITING_READ("/auditing/read/"),

    CERTIFICATE_AUTHORITIES("/certificate_authorities/"),
    CERTIFICATE_AUTHORITIES_READ("/certificate_authorities/read/"),
    CERTIFICATE_AUTHORITIES_MODIFY("/certificate_authorities/modify/"),

    CERTIFICATE_STORES("/certificate_stores/"),
    CERTIFICATE_STORES_READ("/certificate_stores/read/", Scope.CONTAINER),
    CERTIFICATE_STORES_SCHEDULE("/certificate_stores/schedule/", Scope.CONTAINER),
    CERTIFICATE_STORES_MODIFY("/certificate_stores/modify/", Scope.CONTAINER),
    CERTIFICATE_STORES_METADATA("/certificate_stores/metadata/"),
    CERTIFICATE_STORES_METADATA_MODIFY("/certificate_stores/metadata/modify/", Scope.CONTAINER),
    CERTIFICATE_STORES_PRIVATE_KEY("/certificate_stores/private_key/"),
    CERTIFICATE_STORES_PRIVATE_KEY_READ("/certificate_stores/private_key/read/", Scope.CONTAINER),
    CERTIFICATE_STORES_REVOKE("/certificate_stores/revoke/", Scope.CONTAINER),
    CERTIFICATE_STORES_CHANGE_OWNER("/certificate_stores/change_owner/", Scope.CONTAINER),

    CERTIFICATE_TEMPLATES("/certificate_templates/"),
    CERTIFICATE_TEMPLATES_READ("/certificate_templates/read/"),
    CERTIFICATE_TEMPLATES_MODIFY("/certificate_templates/modify/"),

    CERTIFICATES("/certificates/"),
    CERTIFICATES_COLLECTIONS("/certificates/collections/"),
    CERTIFICATES_COLLECTIONS_READ("/certificates/collections/read/", Scope.COLLECTION),
    CERTIFICATES_COLLECTIONS_MODIFY("/certificates/collections/modify/"),
    CERTIFICATES_COLLECTIONS_DELETE("/certificates/collections/delete/", Scope.COLLECTION),
    CERTIFICATES_COLLECTIONS_REVOKE("/certificates/collections/revoke/", Scope.COLLECTION),
    CERTIFICATES_COLLECTIONS_CHANGE_OWNER("/certificates/collections/change_owner/", Scope.COLLECTION),
    CERTIFICATES_COLLECTIONS_METADATA("/certificates/collections/metadata/"),
    CERTIFICATES_COLLECTIONS_METADATA_MODIFY("/certificates/collections/metadata/modify/", Scope.COLLECTION),
    CERTIFICATES_COLLECTIONS_PRIVATE_KEY("/certificates/collections/private_key/"),
    CERTIFICATES_COLLECTIONS_PRIVATE_KEY_READ("/certificates/collections/private_key/read/", Scope.COLLECTION),
    CERTIFICATES_COLLECTIONS_PRIVATE_KEY_IMPORT("/certificates/collections/private_key/import/"),
    CERTIFICATES_ENROLLMENT("/certificates/enrollment/"),
    CERTIFICATES_ENROLLMENT_CSR("/certificates/enrollment/csr/"),
    CERTIFICATES_ENROLLMENT_PFX("/certificates/enrollment/pfx/"),
    CERTIFICATES_ENROLLMENT_CSR_GENERATION("/certificates/enrollment/csr_generation/"),
    CERTIFICATES_IMPORT("/certificates/import/"),
    CERTIFICATES_REQUESTS("/certificates/requests/"),
    CERTIFICATES_REQUESTS_MANAGE("/certificates/requests/manage/"),

    DASHBOARD("/dashboard/"),
    DASHBOARD_READ("/dashboard/read/"),
    DASHBOARD_RISK_HEADER("/dashboard/risk_header/"),
    DASHBOARD_RISK_HEADER_READ("/dashboard/risk_header/read/"),

    IDENTITY_PROVIDERS("/identity_providers/"),
    IDENTITY_PROVIDERS_READ("/identity_providers/read/"),
    IDENTITY_PROVIDERS_MODIFY("/identity_providers/modify/"),

    METADATA("/metadata/"),
    METADATA_TYPES("/metadata/types/"),
    METADATA_TYPES_READ("/metadata/types/read/"),
    METADATA_TYPES_MODIFY("/metadata/types/modify/"),

    MONITORING("/monitoring/"),
    MONITORING_ALERTS("/monitoring/alerts/"),
    MONITORING_ALERTS_READ("/monitoring/alerts/read/"),
    MONITORING_ALERTS_MODIFY("/monitoring/alerts/modify/"),
    MONITORING_ALERTS_SCHEDULE("/monitoring/alerts/schedule/"),
    MONITORING_ALERTS_SCHEDULE_REVOCATION("/monitoring/alerts/schedule/revocation/"),
    MONITORING_ALERTS_TEST("/monitoring/alerts/test/"),
    MONITORING_HANDLERS("/monitoring/handlers/"),
    MONITORING_HANDLERS_REGISTRATION("/monitoring/handlers/registration/"),
    MONITORING_HANDLERS_REGISTRATION_READ("/monitoring/handlers/registration/read/"),
    MONITORING_HANDLERS_REGISTRATION_MODIFY("/monitoring/handlers/registration/modify/"),

    PAM("/pam/"),
    PAM_READ("/pam/read/", Scope.SECRET_PROVIDER),
    PAM_MODIFY("/pam/modify/", Scope.SECRET_PROVIDER),

    PORTAL("/portal/"),
    PORTAL_READ("/portal/read/"),

    REPORTS("/reports/"),
    REPORTS_READ("/reports/read/"),
    REPORTS_MODIFY("/reports/modify/"),

    SCRIPTS("/scripts/"),
    SCRIPTS_READ("/scripts/read/"),
    SCRIPTS_MODIFY("/scripts/modify/"),

    SECURITY("/security/"),
    SECURITY_READ("/security/read/"),
    SECURITY_MODIFY("/security/modify/"),

    SSH("/ssh/"),
    SSH_ENTERPRISE_ADMIN("/ssh/enterprise_admin/"),
    SSH_SERVER_ADMIN("/ssh/server_admin/"),
    SSH_USER("/ssh/user/"),

    SSL("/ssl/"),
    SSL_READ("/ssl/read/"),
    SSL_MODIFY("/ssl/modify/"),

    SYSTEM_SETTINGS("/system_settings/"),
    SYSTEM_SETTINGS_READ("/system_settings/read/"),
    SYSTEM_SETTINGS_MODIFY("/system_settings/modify/"),

    WORKFLOWS("/workflows/"),
    WORKFLOWS_DEFINITIONS("/workflows/definitions/"),
    WORKFLOWS_DEFINITIONS_READ("/workflows/definitions/read/"),
    WORKFLOWS_DEFINITIONS_MODIFY("/workflows/definitions/modify/"),
    WORKFLOWS_INSTANCES("/workflows/instances/"),
    WORKFLOWS_INSTANCES_MANAGE("/workflows/instances/manage/"),
    WORKFLOWS_INSTANCES_READ("/workflows/instances/read/"),
    WORKFLOWS_INSTANCES_READ_MINE("/workflows/instances/read/mine/"),
    WORKFLOWS_INSTANCES_READ_PENDING("/workflows/instances/read/pending/");

    /** What the number behind some strings means: {@code /certificate_stores/schedule/5/} is about container 5 alone. */
    public enum Scope {
        NONE,
        CONTAINER,
        COLLECTION,
        SECRET_PROVIDER;

        /** For sentences: "secret provider". */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private final String text;
    private final Scope scope;

    Permission(String text) {
        this(text, Scope.NONE);
    }

    Permission(String text, Scope scope) {
        this.text = text;
        this.scope = scope;
    }

    /** The string without a scope: the permission everywhere. */
    public PermissionString everywhere() {
        return new PermissionString(text);
    }

    /**
     * The string for one container, collection or secret provider.
     *
     * @param id positive
     * @throws IllegalArgumentException where the permission cannot be limited this way, or for an id below 1
     */
    public PermissionString within(int id) {
        if (scope == Scope.NONE || id < 1) {
            throw new IllegalArgumentException(text + " cannot be limited to id " + id);
        }
        return new PermissionString(text + id + "/");
    }

    /** What an id behind this string is the id of; {@link Scope#NONE} where none may follow. */
    public Scope scope() {
        return scope;
    }
}
