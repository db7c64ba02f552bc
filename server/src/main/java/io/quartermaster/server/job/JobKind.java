package io.quartermaster.server.job;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of work an agent can be given. The generic name is what people compare {@code JobType} with in queries; the
 * full name of a job adds the store type's capability in front ({@code JKSInventory}).
 */
public enum JobKind {
    INVENTORY("Inventory", "POST /CertificateStores/Schedule"),
    MANAGEMENT("Management", null),
    DISCOVERY("Discovery", null),
    REENROLLMENT("Reenrollment", null),
    FETCH_LOGS("FetchLogs", null),
    CUSTOM("Custom", null),
    SSL_DISCOVERY("SslDiscovery", "PUT /SSL/Networks"),
    MONITORING("Monitoring", "PUT /SSL/Networks"),
    SSH_SYNC("SSHSync", "PUT /SSH/ServerGroups"),
    SYNC("Sync", "PUT /CertificateAuthority");

    private final String genericName;
    private final @Nullable String changedWith;

    JobKind(String genericName, @Nullable String changedWith) {
        this.genericName = genericName;
        this.changedWith = changedWith;
    }

    /** The name used in queries and error messages: {@code Inventory}, {@code SSHSync}. */
    public String genericName() {
        return genericName;
    }

    /** What stands before it in the full name of a job of a store type: {@code JKS} of {@code JKSInventory}. */
    public String withoutGenericName(String jobType) {
        return jobType.substring(0, jobType.length() - genericName.length());
    }

    /** Whether such a job can be taken off the schedule by {@code POST /OrchestratorJobs/Unschedule}. */
    public boolean unschedulable() {
        return changedWith == null;
    }

    /**
     * The endpoint that changes the schedule of a kind that cannot be unscheduled.
     *
     * @throws IllegalStateException for a kind that can be
     */
    public String changedWith() {
        if (changedWith == null) {
            throw new IllegalStateException(genericName + " jobs are unscheduled");
        }
        return changedWith;
    }
}
