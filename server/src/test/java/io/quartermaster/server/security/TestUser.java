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
    SETTINGS_READER("/application_settings/read/"),
    SETTINGS_MODIFIER("/application_settings/modify/"),
    SSL_READER("/ssl/read/"),
    SSL_MODIFIER("/ssl/modify/"),
    SSL_MANAGER("/ssl/"),

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
