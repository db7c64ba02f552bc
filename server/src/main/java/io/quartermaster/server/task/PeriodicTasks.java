package io.quartermaster.server.task;

import io.quartermaster.server.agent.PurgeSessions;
import io.quartermaster.server.ca.WatchAuthorities;
import io.quartermaster.server.cert.PurgeCertificates;
import io.quartermaster.server.enrollment.KeepPrivateKeys;
import io.quartermaster.server.job.PurgeHistory;
import io.quartermaster.server.job.PurgeJobSecrets;
import io.quartermaster.server.live.PurgeDeliveries;
import io.quartermaster.server.notice.FindLateAgents;
import io.quartermaster.server.renewal.RenewCertificates;
import io.quartermaster.server.selfcheck.SelfCheck;
import io.quartermaster.server.store.PurgeInventoryVersions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The tasks whose time people may set; a migration adds the row of each. Safe for many threads. */
@Singleton
public class PeriodicTasks {
    static final int SESSIONS = 101;
    static final int SECRETS = 102;
    static final int HISTORY = 103;
    static final int CERTIFICATES = 104;
    static final int LATE_AGENTS = 105;
    static final int SELF_CHECK = 106;
    static final int DELIVERIES = 107;
    static final int AUTHORITIES = 121;
    static final int PRIVATE_KEYS = 123;
    static final int INVENTORY_VERSIONS = 124;
    static final int RENEWALS = 125;

    private final List<PeriodicTask> all;

    @Inject
    public PeriodicTasks(
            PurgeSessions purgeSessions,
            PurgeJobSecrets purgeJobSecrets,
            PurgeHistory purgeHistory,
            PurgeCertificates purgeCertificates,
            FindLateAgents findLateAgents,
            SelfCheck selfCheck,
            PurgeDeliveries purgeDeliveries,
            WatchAuthorities watchAuthorities,
            KeepPrivateKeys keepPrivateKeys,
            PurgeInventoryVersions purgeInventoryVersions,
            RenewCertificates renewCertificates) {
        this(List.of(
                new PeriodicTask(SESSIONS, purgeSessions::run),
                new PeriodicTask(SECRETS, purgeJobSecrets::step),
                new PeriodicTask(HISTORY, purgeHistory::run),
                new PeriodicTask(CERTIFICATES, purgeCertificates::run),
                new PeriodicTask(LATE_AGENTS, findLateAgents::run),
                new PeriodicTask(SELF_CHECK, selfCheck::run),
                new PeriodicTask(DELIVERIES, purgeDeliveries::run),
                new PeriodicTask(AUTHORITIES, watchAuthorities::run),
                new PeriodicTask(PRIVATE_KEYS, keepPrivateKeys::run),
                new PeriodicTask(INVENTORY_VERSIONS, purgeInventoryVersions::run),
                new PeriodicTask(RENEWALS, renewCertificates::run)));
    }

    PeriodicTasks(List<PeriodicTask> all) {
        this.all = List.copyOf(all);
    }

    List<PeriodicTask> all() {
        return all;
    }
}
