package io.quartermaster.server.ca;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.cert.CertificateRepository;
import io.quartermaster.server.cert.NoteIssuance;
import io.quartermaster.server.cert.RecordCertificates;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.secret.EncryptionKeys;
import io.quartermaster.server.secret.SecretCipher;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.setting.AuthoritySettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * The real authority code on a real PostgreSQL, wired by hand as one server. Its clock stands still at the moment at which it
 * was made: openssl compares with the real time.
 */
final class AuthorityFixture implements AutoCloseable {
    static final AuthoritySettings SETTINGS = AuthoritySettings.DEFAULT;

    final SettableClock clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    final TestDatabase testDatabase = TestDatabase.fresh();
    final Database database = testDatabase.database();
    final Server server;

    AuthorityFixture() {
        this(SETTINGS);
    }

    AuthorityFixture(AuthoritySettings settings) {
        server = new Server(settings);
    }

    /** One of several servers on the database. */
    Server anotherServer() {
        return new Server(SETTINGS);
    }

    final class Server {
        final SecureRandom random = new SecureRandom();
        final Ids ids = new Ids(clock, random);
        final AuditLog audit = new AuditLog(database, clock);
        final SecretRepository secrets = new SecretRepository(new SecretCipher(
                EncryptionKeys.parse("test:" + Base64.getEncoder().encodeToString(new byte[32]), "the test"),
                new Random(3)));
        final SigningKeys keys = new SigningKeys(secrets);
        final SignerRepository signers = new SignerRepository();
        final IssuedRepository issued = new IssuedRepository();
        final RevocationListRepository listRows = new RevocationListRepository();
        final AuthorityRepository authorities = new AuthorityRepository();
        final RecordCertificates recordCertificates = new RecordCertificates(new CertificateRepository(clock));
        final MakeSigner makeSigner;
        final BuiltInIssuer builtIn;
        final AcmeIssuer acme;
        final TestAuthority test;
        final CreateAuthority create;
        final MakeFirstAuthority makeFirst;
        final IssueCertificate issue;
        final RevokeCertificate revoke;
        final RevocationLists lists;
        final AnswerOcsp ocsp;
        final SignerFilesPage files;
        final AcmeChallengePage challenges;

        Server(AuthoritySettings settings) {
            makeSigner = new MakeSigner(signers, keys, issued, recordCertificates, settings, ids, random, clock);
            builtIn = new BuiltInIssuer(database, signers, keys, settings, random, clock);
            acme = new AcmeIssuer(database, authorities, new AcmeChallengeRepository(), secrets, clock);
            List<CertificateIssuer> issuers = List.of(builtIn, acme);
            test = new TestAuthority(database, authorities, issuers);
            create = new CreateAuthority(database, authorities, signers, makeSigner, keys, secrets, test, audit, ids);
            makeFirst = new MakeFirstAuthority(database, signers, makeSigner, create, settings);
            issue = new IssueCertificate(
                    database,
                    new ChooseAuthority(authorities),
                    new JudgeNames(settings),
                    issuers,
                    new RequestRepository(),
                    new TemplateRepository(),
                    issued,
                    recordCertificates,
                    new NoteIssuance(),
                    audit,
                    clock);
            revoke = new RevokeCertificate(issued, listRows, clock);
            lists = new RevocationLists(database, signers, keys, issued, listRows, settings, clock);
            ocsp = new AnswerOcsp(database, signers, keys, issued, settings, clock);
            files = new SignerFilesPage(database, signers, lists);
            challenges = new AcmeChallengePage(database, new AcmeChallengeRepository(), clock);
        }

        Issued issue(byte[] csr) {
            return issue(csr, SubjectNames.OF_REQUEST, Profile.SERVER);
        }

        Issued issue(byte[] csr, SubjectNames names, Profile profile) {
            return issue.run(new IssueRequest("TEST\\alice", null, null, csr, names, profile));
        }

        void revoke(Issued certificate, int reason) {
            database.runInTransaction(tx -> revoke.run(tx, certificate.certificateId(), reason, clock.instant()));
        }

        /** The signer of a certificate that was issued. */
        int signerId() {
            return database.read(tx -> signers.all(tx)).getLast().id();
        }

        byte[] list() {
            return lists.current(signerId()).orElseThrow().der();
        }
    }

    long count(String sql) {
        return database.read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        testDatabase.close();
    }
}
