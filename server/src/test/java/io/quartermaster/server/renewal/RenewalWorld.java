package io.quartermaster.server.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.cert.FindByQuery;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.enrollment.RenewWithNewKey;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobEventRepository;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.security.TestUser;
import io.quartermaster.server.setting.RenewalSettings;
import io.quartermaster.server.store.ScheduleManagement;
import io.quartermaster.server.store.ScheduleReenrollment;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Stores whose agent is played by the test, over HTTP, and renewals of what is in them with a clock that the test sets. The
 * rest of the server has the real time.
 */
@Singleton
class RenewalWorld {
    private static final String STORES = "/KeyfactorAPI/CertificateStores";

    final Database database;
    final ApiWorld world;
    private SettableClock clock;
    final RenewalRepository renewals;
    final RenewalRuleRepository rules;
    final TargetFacts facts;
    private final FindByQuery search;
    private final FindCertificates certificates;
    private final SecretRepository secrets;
    private final RenewWithNewKey renewWithNewKey;
    private final OrderRenewalJob orderJob;
    private final JobEventRepository events;
    private final AuditLog audit;
    private final RuleChecks checks;
    private final Ids ids;
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient agentClient = ApiClient.asAgent();

    RenewalWorld(
            Database database,
            ApiWorld world,
            RenewalRepository renewals,
            RenewalRuleRepository rules,
            TargetFacts facts,
            FindByQuery search,
            FindCertificates certificates,
            SecretRepository secrets,
            RenewWithNewKey renewWithNewKey,
            ScheduleManagement scheduleManagement,
            ScheduleReenrollment scheduleReenrollment,
            JobEventRepository events,
            AuditLog audit,
            RuleChecks checks,
            Ids ids) {
        this.database = database;
        this.world = world;
        this.renewals = renewals;
        this.rules = rules;
        this.facts = facts;
        this.search = search;
        this.certificates = certificates;
        this.secrets = secrets;
        this.renewWithNewKey = renewWithNewKey;
        this.orderJob = new OrderRenewalJob(scheduleManagement, scheduleReenrollment, certificates);
        this.events = events;
        this.audit = audit;
        this.checks = checks;
        this.ids = ids;
        this.clock = realTime();
    }

    private SettableClock realTime() {
        return new SettableClock(world.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The clock of the loop has the time of the rest of the server; no renewal of another test goes on. */
    void begin() {
        clock = realTime();
        // The task of the server under test must not come in between.
        world.run("UPDATE scheduled_task SET enabled = FALSE WHERE type = 125");
        world.run("UPDATE renewal_rule SET enabled = FALSE");
        world.run("UPDATE renewal SET next_try = NULL, state = 'FAILED' WHERE next_try IS NOT NULL");
    }

    Instant now() {
        return clock.instant();
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    static Caller caller() {
        return new Caller("CORP\\alice", List.of("Role"), Grants.of(List.of(PermissionString.parse("/"))));
    }

    FindDueCertificates findDue() {
        return new FindDueCertificates(database, rules, renewals, search, ids, clock);
    }

    /** An authority issues, and the server that asked it ends before it can write that down. */
    int issueUnnoticed(Renewal prepared) {
        return renewWithNewKey.issue(
                "Timer Service",
                new RenewWithNewKey.Order(
                        prepared.certificateId(),
                        der(prepared.certificateId()),
                        prepared.template(),
                        prepared.authority(),
                        prepared.metadata()),
                Objects.requireNonNull(prepared.csr()));
    }

    /** Of a key that an agent has made. */
    byte[] signingRequest(String name) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, name), new GeneralName(GeneralName.dNSName, "www." + name)
            }));
            KeyPair made = TestCertificates.keys("EC", 256);
            return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), made.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(made.getPrivate()))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server that renews. */
    RenewCertificates server(int retries) {
        RenewalSettings settings = new RenewalSettings(retries, List.of("127.0.0.0/8"));
        EndRenewal end = new EndRenewal(renewals, events, audit);
        return new RenewCertificates(
                database,
                renewals,
                findDue(),
                new IssueRenewal(database, renewals, certificates, secrets, renewWithNewKey, ids, clock),
                new DeployRenewal(
                        database, renewals, facts, orderJob, new ProbeEndpoint(settings), end, settings, clock),
                end,
                settings,
                ids,
                clock);
    }

    RetryRenewal retry() {
        return new RetryRenewal(database, renewals, audit, clock);
    }

    /** A rule for one certificate. */
    RenewalRule rule(int certificateId, RenewalWay way, String... endpoints) {
        return rule(new RenewalScope.OneCertificate(certificateId), way, endpoints);
    }

    RenewalRule rule(RenewalScope scope, RenewalWay way, String... endpoints) {
        return new CreateRenewalRule(database, rules, checks, audit, ids, clock)
                .run(
                        caller(),
                        new RenewalRule.Wanted(
                                world.unique("Rule "),
                                true,
                                scope,
                                new RenewalTime.DaysBefore(30),
                                way,
                                null,
                                null,
                                null,
                                List.of(endpoints)));
    }

    // ---------------------------------------------------------------------------------------------------- certificates

    private static final KeyPair KEYS = TestCertificates.keys("EC", 256);

    /** One that began and ends so many days from now. */
    byte[] certificate(String name, int begunDaysAgo, int daysLeft) {
        Instant now = clock.instant();
        X500Name subject = new X500Name("CN=" + name);
        try {
            return new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(64, new Random(name.hashCode())),
                            Date.from(now.minus(Duration.ofDays(begunDaysAgo))),
                            Date.from(now.plus(Duration.ofDays(daysLeft))),
                            subject,
                            KEYS.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, name), new GeneralName(GeneralName.dNSName, "www." + name)
                    }))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate()))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    int idOf(byte[] der) {
        return database.read(tx -> tx.createQuery("SELECT id FROM certificate WHERE der = :der")
                .bind("der", der)
                .mapTo(Integer.class)
                .one());
    }

    byte[] der(int certificateId) {
        return database.read(tx -> tx.createQuery("SELECT der FROM certificate WHERE id = :id")
                .bind("id", certificateId)
                .mapTo(byte[].class)
                .one());
    }

    // ------------------------------------------------------------------------------------------------------- as the
    // agent

    /** A store and the agent that works on it. */
    record Machine(UUID agentId, UUID storeId) {}

    /** A JKS store; its type lets people choose aliases and keeps keys. */
    Machine machine() {
        String machine = world.machine();
        UUID agent =
                world.agent("CertStores.JKS.Inventory", "CertStores.JKS.Management", "CertStores.JKS.Reenrollment");
        Answer created = admin.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "/srv/app.jks", "CertStoreType": 0, "AgentId": "%s",
                 "Password": {"SecretValue": "changeit"}}
                """.formatted(machine, agent));
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return new Machine(agent, UUID.fromString(created.json().get("Id").asText()));
    }

    /** An entry that the agent finds, with a key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(String alias, byte[]... certificates) {}

    /** An inventory: that which waits, or else a new one. */
    void inventory(Machine machine, Found... found) {
        UUID job = waiting(machine, "INVENTORY");
        if (job == null) {
            Answer scheduled = admin.post(
                    STORES + "/Schedule",
                    "{\"StoreIds\": [\"" + machine.storeId() + "\"], \"Schedule\": {\"Immediate\": true}}");
            assertThat(scheduled.status()).as(scheduled.body()).isEqualTo(204);
            job = waiting(machine, "INVENTORY");
        }
        String call = call(machine, String.valueOf(job));
        long attempt =
                configure(AgentPaths.INVENTORY_CONFIGURE, call).get("AuditId").asLong();
        String items = Arrays.stream(found)
                .map(entry ->
                        "{\"Alias\": \"%s\", \"ItemStatus\": 0, \"PrivateKeyEntry\": true, \"Certificates\": [%s]}"
                                .formatted(
                                        entry.alias(),
                                        Arrays.stream(entry.certificates())
                                                .map(der -> "\""
                                                        + Base64.getEncoder().encodeToString(der) + "\"")
                                                .collect(Collectors.joining(","))))
                .collect(Collectors.joining(","));
        Answer update = agentClient.post(AgentPaths.INVENTORY_UPDATE, "{" + call + ", \"Inventory\": [" + items + "]}");
        assertThat(update.json().get("Result").get("Status").asInt())
                .as(update.body())
                .isEqualTo(1);
        complete(AgentPaths.INVENTORY_COMPLETE, call, attempt, 2);
    }

    /** The job that waits for the machine's store; null for none. */
    @Nullable
    UUID waiting(Machine machine, String kind) {
        return database.read(tx -> tx.createQuery("""
                        SELECT id FROM scheduled_job WHERE store_id = :storeId AND kind = :kind AND state = 'SCHEDULED'
                         ORDER BY requested_at, id LIMIT 1
                        """)
                .bind("storeId", machine.storeId())
                .bind("kind", kind)
                .mapTo(UUID.class)
                .findOne()
                .orElse(null));
    }

    /** The agent does the management job that waits, and says how it ended. Gives what it was told. */
    JsonNode manage(Machine machine, int status) {
        String call = call(machine, String.valueOf(waiting(machine, "MANAGEMENT")));
        JsonNode told = configure(AgentPaths.MANAGEMENT_CONFIGURE, call);
        complete(AgentPaths.MANAGEMENT_COMPLETE, call, told.get("AuditId").asLong(), status);
        return told;
    }

    void unschedule(Machine machine, String kind) {
        world.run("DELETE FROM scheduled_job WHERE store_id = ? AND kind = ?", machine.storeId(), kind);
    }

    /** The agent begins the reenrollment that waits, and has the request certified. Gives the certificate. */
    byte[] reenroll(Machine machine, byte[] csr) {
        String call = call(machine, String.valueOf(waiting(machine, "REENROLLMENT")));
        JsonNode told = configure(AgentPaths.REENROLLMENT_CONFIGURE, call);
        Answer enrolled = agentClient.post(
                AgentPaths.REENROLLMENT_ENROLL,
                "{" + call + ", \"CSRText\": \"" + Base64.getEncoder().encodeToString(csr) + "\"}");
        assertThat(enrolled.json().get("Result").get("Status").asInt())
                .as(enrolled.body())
                .isEqualTo(1);
        complete(AgentPaths.REENROLLMENT_COMPLETE, call, told.get("AuditId").asLong(), 2);
        return Base64.getDecoder().decode(enrolled.json().get("Certificate").asText());
    }

    private String call(Machine machine, String job) {
        return "\"SessionToken\": \"%s\", \"JobId\": \"%s\""
                .formatted(world.session(machine.agentId()).token(), job);
    }

    private JsonNode configure(String path, String call) {
        Answer answer = agentClient.post(path, "{" + call + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("JobCancelled").asBoolean())
                .as(answer.body())
                .isFalse();
        return answer.json();
    }

    private void complete(String path, String call, long attempt, int status) {
        Answer answer = agentClient.post(
                path,
                "{" + call + ", \"Status\": " + status + ", \"Message\": \"It did not work.\", \"AuditId\": " + attempt
                        + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    // ------------------------------------------------------------------------------------------------------ what is
    // known

    Renewal renewalOf(int certificateId) {
        UUID id = database.read(tx -> tx.createQuery("SELECT id FROM renewal WHERE certificate_id = :id")
                .bind("id", certificateId)
                .mapTo(UUID.class)
                .one());
        return database.read(tx -> renewals.find(tx, id)).orElseThrow();
    }

    List<RenewalTarget> targetsOf(int certificateId) {
        UUID id = renewalOf(certificateId).id();
        return database.read(tx -> renewals.targets(tx, id));
    }
}
