package io.quartermaster.server.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.secret.EncryptionKeys;
import io.quartermaster.server.secret.SecretCipher;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stays of certificates and what goes, on a real PostgreSQL. */
final class CertificateKeepingTest {
    private final TestDatabase testDatabase = TestDatabase.fresh();
    private final Database database = testDatabase.database();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T10:15:30Z"));
    private final CertificateRepository certificates = new CertificateRepository(clock);
    private final RecordCertificates record = new RecordCertificates(certificates);
    private final SecretRepository secrets = new SecretRepository(new SecretCipher(
            EncryptionKeys.parse("test:" + Base64.getEncoder().encodeToString(new byte[32]), "the test"),
            new Random(1)));
    private final PrivateKeys keys = new PrivateKeys(secrets, new Ids(clock, new Random(2)));
    private final NoteIssuance noteIssuance = new NoteIssuance();
    private final Chains chains = new Chains(new KnownCertificateRepository());

    @AfterEach
    void end() {
        testDatabase.close();
    }

    private int add(String name) {
        return database.inTransaction(tx -> record.run(tx, List.of(TestCertificates.der(name, 1))))
                .getFirst();
    }

    private List<Integer> left() {
        return database.read(tx -> tx.createQuery("SELECT id FROM certificate ORDER BY id")
                .mapTo(Integer.class)
                .list());
    }

    @Test
    void idsComeInTheOrderGivenAndKnownOnesKeepTheirs() {
        byte[] a = TestCertificates.der("a", 1);
        byte[] b = TestCertificates.der("b", 1);
        int first = database.inTransaction(tx -> record.run(tx, List.of(b))).getFirst();

        List<Integer> ids = database.inTransaction(tx -> record.run(tx, List.of(a, b, a)));

        assertThat(ids.get(1)).isEqualTo(first);
        assertThat(ids.get(0)).isEqualTo(ids.get(2)).isNotEqualTo(first);
    }

    @Test
    void onlyWhatNobodyNeedsIsPurged() {
        int unheld = add("unheld");
        int kept = add("kept");
        int issued = add("issued");
        int withKey = add("with-key");
        int noted = add("noted");
        int revoked = add("revoked");
        database.runInTransaction(tx -> {
            record.keep(tx, List.of(kept));
            noteIssuance.issued(tx, issued, new Issuance("somebody", null, null, null, null, null));
            keys.keep(tx, withKey, new SecretValue("AAAA"));
            noteIssuance.revoked(tx, List.of(revoked), new Revocation(clock.instant(), 1, ""));
            tx.execute("""
                    INSERT INTO metadata_field (id, name, description, data_type, enrollment, allow_api, explicit_update,
                                                display_order)
                    VALUES (1, 'F', '', 1, 0, TRUE, FALSE, 1)
                    """);
            tx.execute("INSERT INTO certificate_metadata (certificate_id, field_id, value) VALUES (?, 1, 'x')", noted);
        });

        assertThat(new PurgeCertificates(database, certificates).run()).isEqualTo(1);

        assertThat(left())
                .containsExactly(kept, issued, withKey, noted, revoked)
                .doesNotContain(unheld);
    }

    @Test
    void aKeyIsReplacedAndForgotten() {
        int id = add("a");
        database.runInTransaction(tx -> keys.keep(tx, id, new SecretValue("AAAA")));
        database.runInTransaction(tx -> keys.keep(tx, id, new SecretValue("BBBB")));

        assertThat(database.read(tx -> keys.find(tx, id)).orElseThrow().reveal())
                .isEqualTo("BBBB");
        List<Integer> forgotten = database.inTransaction(tx -> keys.forget(tx, List.of(id)));
        assertThat(forgotten).containsExactly(id);
        Optional<SecretValue> left = database.read(tx -> keys.find(tx, id));
        assertThat(left).isEmpty();
        assertThat(database.<Long>read(tx -> tx.createQuery("SELECT count(*) FROM secret")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void whatWasOnHoldIsReleasedAndWhatIsRevokedStaysSo() {
        int id = add("a");
        Revocation hold = new Revocation(clock.instant(), 6, "lost");
        Revocation stolen = new Revocation(clock.instant(), 1, "stolen");
        database.runInTransaction(tx -> noteIssuance.revoked(tx, List.of(id), hold));
        database.runInTransaction(tx -> noteIssuance.released(tx, List.of(id)));
        assertThat(reason(id)).isZero();
        database.runInTransaction(tx -> noteIssuance.revoked(tx, List.of(id), stolen));
        database.runInTransaction(tx -> noteIssuance.revoked(tx, List.of(id), hold));
        database.runInTransaction(tx -> noteIssuance.released(tx, List.of(id)));
        assertThat(reason(id)).isEqualTo(1);
    }

    private int reason(int id) {
        return database.read(
                tx -> tx.createQuery("SELECT coalesce(revocation_reason, 0) FROM certificate WHERE id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void aChainIsBuiltLeafFirstFromWhatIsKnown() {
        TestChain chain = new TestChain("app.example.test");
        TestChain other = new TestChain("app.example.test");
        database.inTransaction(tx -> record.run(tx, other.all()));
        assertThat(database.<List<byte[]>>read(tx -> chains.of(tx, chain.leaf))).containsExactly(chain.leaf);

        database.inTransaction(tx -> record.run(tx, List.of(chain.root, chain.issuing)));

        assertThat(database.<List<byte[]>>read(tx -> chains.of(tx, chain.leaf)))
                .containsExactly(chain.leaf, chain.issuing, chain.root);
    }

    /** Rows of before the migration hold nothing but the certificate. */
    @Test
    void whatAnOlderVersionRecordedIsReadAgain() {
        TestChain chain = new TestChain("app.example.test");
        int id = database.inTransaction(tx -> record.run(tx, List.of(chain.leaf)))
                .getFirst();
        int odd = add("odd");
        database.runInTransaction(tx -> {
            tx.execute("""
                    UPDATE certificate SET facts_version = 0, issued_cn = NULL, key_algorithm = '', key_size = 0, key_usage = NULL,
                                           extended_key_usages = '{}', crl_urls = '{}'
                    """);
            tx.execute("DELETE FROM certificate_alt_name");
            tx.execute("UPDATE certificate SET der = '\\x00' WHERE id = ?", odd);
        });

        new FillCertificateFacts(database).run();

        assertThat(database.<String>read(tx ->
                        tx.createQuery("""
                        SELECT concat_ws(' ', issued_cn, key_algorithm, key_size, key_usage, extended_key_usages, crl_urls,
                                         facts_version,
                                         (SELECT count(*) FROM certificate_alt_name n WHERE n.certificate_id = c.id))
                          FROM certificate c WHERE id = :id
                        """).bind("id", id).mapTo(String.class).one()))
                .isEqualTo("app.example.test RSA 2048 160 {1.3.6.1.5.5.7.3.1,1.3.6.1.5.5.7.3.2}"
                        + " {http://crl.example.test/ca.crl} 1 7");
        assertThat(database.<Long>read(tx -> tx.createQuery("SELECT count(*) FROM certificate WHERE facts_version = 0")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }
}
