package io.quartermaster.server.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.renewal.RenewalWorld.Found;
import io.quartermaster.server.renewal.RenewalWorld.Machine;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The renewal loop on a whole server with its own authority; the test plays the agents, and sets the clock of the loop. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class RenewalLoopTest {
    @Inject
    RenewalWorld world;

    private String name = "";
    private byte[] old = new byte[0];

    @BeforeEach
    void aCertificateThatEndsSoon() {
        world.begin();
        name = world.world.unique("app") + ".example.test";
        old = world.certificate(name, 60, 20);
    }

    private Machine machineWithOld() {
        Machine machine = world.machine();
        world.inventory(machine, new Found("site", old));
        return machine;
    }

    private static int newOf(Renewal renewal) {
        return Objects.requireNonNull(renewal.newCertificateId());
    }

    /** The agent does its work and what is in its store is looked at. */
    private void deployed(Machine machine, int newId) {
        world.manage(machine, 2);
        world.inventory(machine, new Found("site", world.der(newId)));
    }

    private void run() {
        world.server(2).run();
    }

    private void later(Duration time) {
        world.advance(time);
    }

    @Test
    void aCertificateThatIsDueIsIssuedAnewDeployedEverywhereAndVerified() throws Exception {
        Machine first = machineWithOld();
        Machine second = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);

        run();

        Renewal issued = world.renewalOf(oldId);
        assertThat(issued.state()).isEqualTo(RenewalState.DEPLOYING);
        assertThat(issued.reason()).startsWith("0 of 2 entries have the new certificate.");
        X509CertificateHolder certificate = new X509CertificateHolder(world.der(newOf(issued)));
        assertThat(certificate.getSubject().toString()).isEqualTo("CN=" + name);
        assertThat(GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName)
                        .getNames())
                .extracting(n -> n.getName().toString())
                .containsExactly(name, "www." + name);
        assertThat(certificate.getSubjectPublicKeyInfo().getAlgorithm())
                .isEqualTo(
                        new X509CertificateHolder(old).getSubjectPublicKeyInfo().getAlgorithm());

        var told = world.manage(first, 2).get("Job");
        assertThat(told.get("Alias").asText()).isEqualTo("site");
        assertThat(told.get("Overwrite").asBoolean()).isTrue();
        assertThat(told.get("PrivateKeyEntry").asBoolean()).isTrue();
        world.inventory(first, new Found("site", world.der(newOf(issued))));
        later(Duration.ofMinutes(2));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DEPLOYING);
        assertThat(world.renewalOf(oldId).reason()).startsWith("1 of 2 entries have the new certificate.");

        world.manage(second, 2);
        later(Duration.ofMinutes(2));
        run();
        assertThat(world.renewalOf(oldId).state())
                .as("the orchestrator said that it was done")
                .isEqualTo(RenewalState.VERIFYING);

        world.inventory(second, new Found("site", world.der(newOf(issued))));
        later(Duration.ofMinutes(20));
        run();
        Renewal done = world.renewalOf(oldId);
        assertThat(done.state()).isEqualTo(RenewalState.DONE);
        assertThat(done.nextTry()).isNull();
        assertThat(world.targetsOf(oldId))
                .extracting(RenewalTarget::certificateId)
                .containsOnly(newOf(issued));
        assertThat(world.world.audited(2001, 9, done.id().toString())).isPositive();
        assertThat(world.world.count(
                        "SELECT count(*) FROM job_event WHERE event = 'RENEWAL_DONE' AND job_id = ?",
                        Objects.requireNonNull(world.targetsOf(oldId).getFirst().jobId())))
                .isEqualTo(1);
        String shown =
                ApiClient.as(TestUser.ADMIN).get("/qm/v1/renewals/" + done.id()).body();
        assertThat(shown).contains("\"State\":\"Done\"", "\"Event\":\"ISSUED\"", "\"Event\":\"VERIFIED\"");

        later(Duration.ofDays(1));
        run();
        assertThat(world.world.count("SELECT count(*) FROM renewal WHERE rule_id = ?", done.ruleId()))
                .as("neither it nor its successor is renewed now")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aServerThatEndsBetweenTwoStepsIsFollowedByAnother(int steps) {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        RenewCertificates killed = world.server(2);
        world.findDue().run();
        for (int i = 0; i < steps; i++) {
            killed.step();
        }

        run();

        Renewal renewal = world.renewalOf(oldId);
        assertThat(renewal.state()).isEqualTo(RenewalState.DEPLOYING);
        assertThat(world.world.count(
                        "SELECT count(*) FROM certificate_request WHERE csr = ?",
                        Objects.requireNonNull(renewal.csr())))
                .isEqualTo(1);
        assertThat(world.world.count(
                        "SELECT count(*) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'",
                        machine.storeId()))
                .isEqualTo(1);
        assertThat(renewal.keySecretId()).as("the key is kept once").isNull();
        deployed(machine, newOf(renewal));
        later(Duration.ofMinutes(2));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DONE);
    }

    @Test
    void aServerThatEndsWhileItHoldsALeaseIsFollowedWhenTheLeaseHasEnded() {
        machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        world.findDue().run();
        world.database.inTransaction(tx -> world.renewals.claim(
                tx, new UUID(0, 1), world.now(), world.now().plus(RenewCertificates.LEASE)));

        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.WAITING);

        later(RenewCertificates.LEASE);
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DEPLOYING);
    }

    @Test
    void aCertificateThatAServerCouldNotNoteAnyMoreIsNotIssuedTwice() {
        machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        world.findDue().run();
        RenewCertificates server = world.server(2);
        server.step();
        server.step();
        Renewal prepared = world.renewalOf(oldId);
        int lost = world.issueUnnoticed(prepared);

        run();

        assertThat(newOf(world.renewalOf(oldId))).isEqualTo(lost);
        assertThat(world.world.count(
                        "SELECT count(*) FROM certificate_request WHERE csr = ?",
                        Objects.requireNonNull(prepared.csr())))
                .isEqualTo(1);
    }

    @Test
    void ofManyServersAtOnceNoneRenewsTwice() throws Exception {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        Callable<Void> work = () -> {
            run();
            return null;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(6, work))) {
                done.get();
            }
        }
        run();
        assertThat(world.world.count("SELECT count(*) FROM enrollment WHERE renewed_from = ?", oldId))
                .isEqualTo(1);
        assertThat(world.world.count(
                        "SELECT count(*) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'",
                        machine.storeId()))
                .isEqualTo(1);
    }

    @Test
    void whatOneMachineCannotDoKeepsNoOtherFromItsCertificateAndIsSaid() {
        Machine good = machineWithOld();
        Machine bad = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        run();
        int newId = newOf(world.renewalOf(oldId));
        deployed(good, newId);
        for (int i = 0; i < 3; i++) {
            world.unschedule(bad, "MANAGEMENT");
            later(Duration.ofHours(7));
            run();
            later(Duration.ofHours(7));
            run();
        }

        Renewal failed = world.renewalOf(oldId);
        assertThat(failed.state()).isEqualTo(RenewalState.FAILED);
        assertThat(failed.reason())
                .startsWith("1 of 2 entries have the new certificate.")
                .contains("was taken off the schedule");
        assertThat(world.targetsOf(oldId))
                .extracting(RenewalTarget::state)
                .containsExactlyInAnyOrder(RenewalTarget.State.DONE, RenewalTarget.State.FAILED);

        world.retry().run(RenewalWorld.caller(), failed.id());
        run();
        deployed(bad, newId);
        later(Duration.ofHours(1));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DONE);
        assertThatThrownBy(() -> world.retry().run(RenewalWorld.caller(), failed.id()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is done");
    }

    @Test
    void whatTheOrchestratorSaysCountsOnlyWhenTheInventoryShowsIt() {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        run();
        world.manage(machine, 2);
        world.inventory(machine, new Found("site", old));
        later(Duration.ofMinutes(2));
        run();

        RenewalTarget target = world.targetsOf(oldId).getFirst();
        assertThat(target.failures()).isEqualTo(1);
        assertThat(target.reason()).contains("the inventory that followed does not show the new certificate");
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DEPLOYING);

        later(Duration.ofMinutes(6));
        run();
        deployed(machine, newOf(world.renewalOf(oldId)));
        later(Duration.ofMinutes(6));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DONE);
    }

    @Test
    void whereSomebodyHasPutAnotherCertificateMeanwhileNothingIsOverwritten() {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        RenewCertificates server = world.server(2);
        world.findDue().run();
        server.step();
        server.step();
        server.step();
        world.inventory(machine, new Found("site", world.certificate("other." + name, 1, 300)));

        run();

        assertThat(world.waiting(machine, "MANAGEMENT")).isNull();
        assertThat(world.targetsOf(oldId).getFirst().state()).isEqualTo(RenewalTarget.State.GONE);
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DONE);
    }

    @Test
    void aCertificateThatWasReplacedEverywhereNeedsNothing() {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        world.findDue().run();
        world.inventory(machine, new Found("site", world.certificate("other." + name, 1, 300)));

        run();

        Renewal renewal = world.renewalOf(oldId);
        assertThat(renewal.state()).isEqualTo(RenewalState.DONE);
        assertThat(renewal.newCertificateId()).isNull();
        assertThat(renewal.reason()).isEqualTo("It lies in no certificate store any more, so nothing was renewed.");
    }

    @Test
    void aHeldInventoryProvesNothing() {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY);
        run();
        world.manage(machine, 2);
        world.inventory(machine);
        later(Duration.ofMinutes(2));
        run();

        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.VERIFYING);
        assertThat(world.renewalOf(oldId).reason()).contains("is held until somebody decides about it");
    }

    @Test
    void whatAnAuthorityRefusesIsTriedAgainAndEndsAsAFailureThatSaysWhy() {
        machineWithOld();
        int oldId = world.idOf(old);
        RenewalRule rule = world.rule(oldId, RenewalWay.SERVER_KEY);
        world.world.run("UPDATE renewal_rule SET authority = 'Nobody' WHERE id = ?", rule.id());
        run();
        Renewal first = world.renewalOf(oldId);
        assertThat(first.state()).isEqualTo(RenewalState.ISSUING);
        assertThat(first.failures()).isEqualTo(1);
        assertThat(first.reason()).contains("Nobody");
        later(Duration.ofMinutes(5));
        run();
        later(Duration.ofMinutes(10));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.FAILED);
    }

    @Test
    void aRuleFollowsTheCertificateThatTookThePlaceOfItsOwn() {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        RenewalRule rule = world.rule(oldId, RenewalWay.SERVER_KEY);
        run();
        int newId = newOf(world.renewalOf(oldId));
        deployed(machine, newId);
        later(Duration.ofMinutes(2));
        run();
        world.world.run(
                "UPDATE certificate SET not_before = now() - interval '80 days', not_after = now() + interval '9 days' WHERE id = ?",
                newId);
        later(Duration.ofMinutes(11));
        run();
        assertThat(world.renewalOf(newId).ruleId()).isEqualTo(rule.id());
    }

    @Test
    void onlyWhatIsDueAndLiesInAStoreWithItsKeyIsFound() {
        byte[] young = world.certificate("young." + name, 1, 29);
        byte[] fresh = world.certificate("fresh." + name, 60, 40);
        byte[] ended = world.certificate("ended." + name, 90, -31);
        Machine machine = world.machine();
        world.inventory(
                machine,
                new Found("old", old),
                new Found("young", young),
                new Found("fresh", fresh),
                new Found("ended", ended));
        world.rule(new RenewalScope.ByQuery("IssuedCN -endswith \"" + name + "\""), RenewalWay.SERVER_KEY);
        world.findDue().run();
        assertThat(world.world.count("SELECT count(*) FROM renewal WHERE certificate_id = ?", world.idOf(old)))
                .isEqualTo(1);
        for (byte[] other : List.of(young, fresh, ended)) {
            assertThat(world.world.count("SELECT count(*) FROM renewal WHERE certificate_id = ?", world.idOf(other)))
                    .as(ParsedCertificate.parse(other).issuedDn())
                    .isZero();
        }
    }

    @Test
    void whereTheKeyIsMadeOnTheDeviceEachStoreGetsACertificateOfItsOwn() throws Exception {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.DEVICE_KEY);
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DEPLOYING);
        byte[] made = world.reenroll(machine, world.signingRequest(name));
        world.inventory(machine, new Found("site", made));
        later(Duration.ofMinutes(2));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.DONE);
        assertThat(world.targetsOf(oldId).getFirst().certificateId()).isEqualTo(world.idOf(made));
    }

    @Test
    void anEndpointThatServesAnotherCertificateKeepsTheRenewalFromBeingDone() {
        Machine machine = machineWithOld();
        int oldId = world.idOf(old);
        world.rule(oldId, RenewalWay.SERVER_KEY, "127.0.0.1:1");
        run();
        deployed(machine, newOf(world.renewalOf(oldId)));
        later(Duration.ofMinutes(2));
        run();
        Renewal verifying = world.renewalOf(oldId);
        assertThat(verifying.state()).isEqualTo(RenewalState.VERIFYING);
        assertThat(verifying.reason()).contains("127.0.0.1:1: No TLS connection could be made.");
        later(Duration.ofMinutes(5));
        run();
        later(Duration.ofMinutes(10));
        run();
        assertThat(world.renewalOf(oldId).state()).isEqualTo(RenewalState.FAILED);
        assertThat(world.renewalOf(oldId).reason()).startsWith("1 of 1 entry has the new certificate.");
    }
}
