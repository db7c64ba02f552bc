package io.quartermaster.server.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

/** The accounts that {@link AccessResource} gives to a server under test, each with one role of its own name. */
public enum TestUser {
    ADMIN("/"),
    /** Has no role at all. */
    STRANGER,
    /** Has a role with a permission that no endpoint asks for. */
    BYSTANDER("/dashboard/read/"),
    AGENTS_READER("/agents/management/read/"),
    AGENTS_MODIFIER("/agents/management/modify/"),
    AGENTS_MANAGER("/agents/management/"),
    BLUEPRINTS_MANAGER("/agents/management/", "/certificate_stores/modify/"),
    STORES_READER("/certificate_stores/read/"),
    STORES_SCHEDULER("/certificate_stores/schedule/"),
    STORES_MODIFIER("/certificate_stores/modify/"),
    READER_OF_CONTAINER_5("/certificate_stores/read/5/"),
    MODIFIER_OF_CONTAINER_5("/certificate_stores/modify/5/"),
    /** May unschedule the jobs of stores in container 5, and those that belong to no store. */
    OPERATOR_OF_CONTAINER_5("/agents/management/", "/certificate_stores/schedule/5/"),
    /** May add certificates to stores, and remove them. */
    CERTIFICATE_DEPLOYER("/certificates/collections/read/", "/certificate_stores/schedule/"),
    /** The same, in one container. */
    DEPLOYER_OF_CONTAINER_70("/certificates/collections/read/", "/certificate_stores/schedule/70/"),
    /** May have keys made in stores and certified. */
    KEY_MAKER("/certificates/enrollment/csr/", "/certificate_stores/modify/"),
    KEY_MAKER_OF_CONTAINER_70("/certificates/enrollment/csr/", "/certificate_stores/modify/70/"),
    CERTIFICATE_REQUESTER("/certificates/enrollment/csr/"),
    TEMPLATES_READER("/certificate_templates/read/"),
    TEMPLATES_MODIFIER("/certificate_templates/modify/", "/certificate_templates/read/"),
    CSR_ENROLLER("/certificates/enrollment/csr/"),
    PFX_ENROLLER("/certificates/enrollment/pfx/"),
    /** Has keys made, sees certificates, and deploys them to stores in container 5. */
    DEPLOYER_OF_CONTAINER_5(
            "/certificates/enrollment/pfx/", "/certificates/collections/read/", "/certificate_stores/schedule/5/"),
    CSR_GENERATOR("/certificates/enrollment/csr_generation/"),
    SETTINGS_READER("/application_settings/read/"),
    SETTINGS_MODIFIER("/application_settings/modify/"),
    CERTIFICATES_READER("/certificates/collections/read/"),
    /** May also see where certificates lie. */
    CERTIFICATES_AND_STORES_READER("/certificates/collections/read/", "/certificate_stores/read/"),
    /** As before, of the stores in one container. */
    CERTIFICATES_READER_WITH_CONTAINER_5("/certificates/collections/read/", "/certificate_stores/read/5/"),
    READER_OF_COLLECTION_5("/certificates/collections/read/5/"),
    /** May do everything with the certificates of one collection. */
    MANAGER_OF_COLLECTION_5(
            "/certificates/collections/read/5/",
            "/certificates/collections/delete/5/",
            "/certificates/collections/revoke/5/",
            "/certificates/collections/metadata/modify/5/",
            "/certificates/collections/private_key/read/5/"),
    CERTIFICATES_IMPORTER("/certificates/import/"),
    CERTIFICATES_MANAGER("/certificates/", "/metadata/types/"),
    METADATA_READER("/metadata/types/read/"),
    SSL_READER("/ssl/read/"),
    SSL_MODIFIER("/ssl/modify/"),
    SSL_MANAGER("/ssl/"),
    AUTHORITIES_READER("/certificate_authorities/read/"),

    /** Signs in where it may not, often enough to have to wait; for nothing else. */
    INTRUDER("/");

    /** The account of agents; not a user. */
    public static final String AGENT_ACCOUNT = "machines";

    /** As {@link #INTRUDER}, of agents. */
    public static final String INTRUDING_AGENT_ACCOUNT = "intruders";

    /** Separated by blanks. */
    private final String permissions;

    TestUser(String... permissions) {
        this.permissions = String.join(" ", permissions);
    }

    /** Of the account, as messages show it: {@code TEST\admin}. */
    public String account() {
        return "TEST\\" + name().toLowerCase(Locale.ROOT);
    }

    /** For the Authorization header. */
    public String credentials() {
        return credentials(account());
    }

    /** For the Authorization header of an agent. */
    public static String agentCredentials() {
        return credentials(AGENT_ACCOUNT);
    }

    /** For the Authorization header of an agent that has to wait. */
    public static String intrudingAgentCredentials() {
        return credentials(INTRUDING_AGENT_ACCOUNT);
    }

    private static String credentials(String account) {
        String text = account + ":" + passwordText(account);
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Password password(String account) {
        return new Password(passwordText(account).toCharArray());
    }

    private static String passwordText(String account) {
        return "password of " + account;
    }

    Access.Role role() {
        return new Access.Role(
                name(),
                Stream.of(permissions.split(" "))
                        .filter(text -> !text.isEmpty())
                        .map(PermissionString::parse)
                        .toList());
    }
}
