package io.quartermaster.agent.protocol;

/**
 * Where the server listens for agents. Only {@link #REGISTER} and {@link #HEARTBEAT} are built into agents (the C agent
 * puts its configured folder in place of {@link #BASE}), and {@link #UNREGISTER} into ours; the others are handed out
 * with the jobs and are the server's choice.
 */
public final class AgentPaths {
    public static final String BASE = "/KeyfactorAgents";

    public static final String REGISTER = BASE + "/Session/Register";
    public static final String HEARTBEAT = BASE + "/Session/Heartbeat";
    public static final String UNREGISTER = BASE + "/Session/Unregister";

    public static final String INVENTORY_CONFIGURE = BASE + "/CertStoreInventory/Configure";
    public static final String INVENTORY_UPDATE = BASE + "/CertStoreInventory/Update";
    public static final String INVENTORY_COMPLETE = BASE + "/CertStoreInventory/Complete";

    public static final String MANAGEMENT_CONFIGURE = BASE + "/CertStoreManagement/Configure";
    public static final String MANAGEMENT_COMPLETE = BASE + "/CertStoreManagement/Complete";

    public static final String REENROLLMENT_CONFIGURE = BASE + "/CertStoreReenrollment/Configure";
    public static final String REENROLLMENT_ENROLL = BASE + "/CertStoreReenrollment/Enroll";
    public static final String REENROLLMENT_COMPLETE = BASE + "/CertStoreReenrollment/Complete";

    public static final String DISCOVERY_CONFIGURE = BASE + "/CertStoreDiscovery/Configure";
    public static final String DISCOVERY_SUBMIT = BASE + "/CertStoreDiscovery/Submit";
    public static final String DISCOVERY_COMPLETE = BASE + "/CertStoreDiscovery/Complete";

    public static final String CUSTOM_CONFIGURE = BASE + "/Custom/Configure";
    public static final String CUSTOM_SUBMIT = BASE + "/Custom/Submit";
    public static final String CUSTOM_COMPLETE = BASE + "/Custom/Complete";

    public static final String FETCH_LOGS_CONFIGURE = BASE + "/FetchLogs/Configure";
    public static final String FETCH_LOGS_COMPLETE = BASE + "/FetchLogs/Complete";

    private AgentPaths() {}
}
