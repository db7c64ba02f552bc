package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStoreJobs.entry;
import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POST /CertificateStores/Reenrollment, what agents are told of it, and the certificates that they get. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class ReenrollmentApiTest {
    private static final String REENROLL = STORES + "/Reenrollment";
    private static final String AGENTS = "/KeyfactorAgents/CertStoreReenrollment";
    private static final String SUBJECT = "CN=app.example.test,O=Example\\, Inc.";
    private static final KeyPair RSA = TestCertificates.keys("RSA", 2_048);

    private final ApiClient keyMaker = ApiClient.as(TestUser.KEY_MAKER);
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private UUID agent = new UUID(0, 0);
    private UUID store = agent;
    private WireFiles wire = WireFiles.of("CertificateStores.Reenrollment");

    @Inject
    ApiWorld world;

    @Inject
    ApiStoreJobs jobs;

    @BeforeEach
    void aStore() {
        agent = jobs.agent();
        store = jobs.store(agent, StoreFixture.JKS, null);
        wire = wire.with("store", store).with("agent", agent);
    }

    private UUID order(String body) {
        Answer answer = keyMaker.post(REENROLL, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE store_id = ? AND kind = 'REENROLLMENT'", store));
    }

    private UUID order() {
        return order(wire.request("everything"));
    }

    private static String csr(String subject, KeyPair keys, String... dnsNames) {
        try {
            var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic());
            if (dnsNames.length > 0) {
                GeneralName[] names = Arrays.stream(dnsNames)
                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                builder.addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                        new Extensions(new Extension(
                                Extension.subjectAlternativeName, false, new GeneralNames(names).getEncoded())));
            }
            String algorithm = keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return Base64.getEncoder()
                    .encodeToString(builder.build(new JcaContentSignerBuilder(algorithm)
                                    .setProvider(new BouncyCastleProvider())
                                    .build(keys.getPrivate()))
                            .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode enroll(AgentSession session, UUID job, String csr) {
        Answer answer = jobs.call(AGENTS + "/Enroll", session, job, "\"CSRText\": \"" + csr + "\"");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    // ------------------------------------------------------------------------------------------------- the whole way

    @Test
    void theAgentIsToldWhatToMake() {
        UUID job = order();
        String machine =
                admin.get(STORES + "/" + store).json().get("ClientMachine").asText();
        String path = admin.get(STORES + "/" + store).json().get("Storepath").asText();
        JsonNode begun = jobs.begin(AGENTS, jobs.session(agent), job);
        WireFiles.of("CertStoreReenrollment.Configure")
                .with("machine", machine)
                .with("path", path)
                .with("attempt", begun.get("AuditId").asLong())
                .assertResponse("everything", 200, new Answer(200, Map.of(), begun.toString()));
        assertThat(begun.get("Properties").asText())
                .as("the C agent dies without it")
                .isEqualTo("{\"separatePrivateKey\":\"false\"}");
    }

    @Test
    void theSettingsOfAPemStoreReachTheAgent() {
        store = ApiStores.id(admin.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "/srv/ree.pem", "CertStoreType": 2, "AgentId": "%s",
                 "Properties": "{\\"separatePrivateKey\\":\\"true\\",\\"privateKeyPath\\":\\"/srv/ree.key\\"}"}
                """.formatted(world.machine(), agent)));
        UUID job = order("""
                {"KeystoreId": "%s", "SubjectName": "CN=ree.example.test", "Alias": "", "AgentGuid": "%s",
                 "JobProperties": {"keyType": "ECDSA", "keySize": null}}
                """.formatted(store, agent));
        JsonNode begun = jobs.begin(AGENTS, jobs.session(agent), job);
        assertThat(begun.get("Properties").asText())
                .isEqualTo("{\"separatePrivateKey\":\"true\",\"privateKeyPath\":\"/srv/ree.key\"}");
        assertThat(begun.get("KeyType").asText()).isEqualTo("ECC");
        assertThat(begun.get("KeySize").asText()).isEqualTo("256");
        assertThat(begun.get("SANs").toString()).isEqualTo("{}");
    }

    @Test
    void aFailedReenrollmentIsOrderedOnceMoreAsItWas() {
        UUID job = order();
        world.run("UPDATE scheduled_job SET retry_count = 50 WHERE id = ?", job);
        AgentSession session = jobs.session(agent);
        long failed = jobs.begin(AGENTS, session, job).get("AuditId").asLong();
        jobs.complete(AGENTS, session, job, failed, 4);
        jobs.inventory(session, store);
        Answer again = admin.post("/KeyfactorAPI/OrchestratorJobs/Reschedule", "{\"JobAuditIds\": [" + failed + "]}");
        assertThat(again.status()).as(again.body()).isEqualTo(204);
        UUID copy = UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE store_id = ? AND kind = 'REENROLLMENT'", store));
        assertThat(jobs.begin(AGENTS, session, copy).get("Subject").asText()).isEqualTo(SUBJECT);
    }

    // ----------------------------------------------------------------------------------- what is not certified, and
    // why

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            CN=evil.example.test  | RSA | 2048 | ''               | The certificate request is for CN=evil.example.test
            SUBJECT               | EC  | 256  | ''               | The key of the certificate request is ECC 256, the job wants RSA 2048.
            SUBJECT               | RSA | 1024 | ''               | The key of the certificate request is RSA 1024, the job wants RSA 2048.
            SUBJECT               | RSA | 2048 | evil.example.test | The certificate request names evil.example.test, which the job does not.
            """)
    void whatWasNotOrderedIsNotCertified(String subject, String algorithm, int size, String name, String message) {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        jobs.begin(AGENTS, session, job);
        String csr = csr(
                subject.equals("SUBJECT") ? SUBJECT : subject,
                TestCertificates.keys(algorithm, size),
                name.isEmpty() ? new String[0] : new String[] {name});
        JsonNode reply = enroll(session, job, csr);
        assertThat(reply.at("/Result/Status").asInt()).isEqualTo(3);
        assertThat(reply.at("/Result/Error/CodeString").asText()).isEqualTo("A011003A");
        assertThat(reply.at("/Result/Error/Message").asText()).startsWith(message);
        assertThat(reply.get("Certificate").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"''", "%%%", "MIIC", "TUlJQw=="})
    void whatIsNoRequestIsSaidToBeNone(String csr) {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        jobs.begin(AGENTS, session, job);
        assertThat(enroll(session, job, csr).at("/Result/Error/Message").asText())
                .isEqualTo("CSRText is not a PKCS#10 certificate request in DER as base64.");
    }

    @Test
    void aRequestSignedWithAnotherKeyIsRefused() {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        jobs.begin(AGENTS, session, job);
        byte[] der = Base64.getDecoder().decode(csr(SUBJECT, RSA));
        der[der.length - 5] ^= 1;
        assertThat(enroll(session, job, Base64.getEncoder().encodeToString(der))
                        .at("/Result/Error/Message")
                        .asText())
                .isEqualTo("The certificate request is not signed with its own key.");
    }

    @Test
    void withoutAnAttemptInProcessNothingIsCertified() {
        UUID job = order();
        JsonNode reply = enroll(jobs.session(agent), job, csr(SUBJECT, RSA));
        assertThat(reply.at("/Result/Error/CodeString").asText()).isEqualTo("A0110033");
    }

    /** The C agent crashes on any other refusal of a configuration. */
    @Test
    void aJobThatIsGoneIsCancelled() {
        JsonNode reply = jobs.configure(AGENTS, jobs.session(agent), UUID.fromString(UNKNOWN));
        assertThat(reply.get("JobCancelled").asBoolean()).isTrue();
        assertThat(reply.at("/Result/Status").asInt()).isEqualTo(1);
    }

    @Test
    void aJobThatFailedIsFollowedByAnInventoryThatConfirmsIt() {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        jobs.run(AGENTS, session, job, 4);
        jobs.inventory(session, store, entry("old", jobs.certificate("old.example.test", false), true));
        assertThat(jobs.listed(job).get("Verification").asText())
                .isEqualTo("The orchestrator said that it failed; the inventory does not show the certificate that was"
                        + " issued for it.");
    }

    // ---------------------------------------------------------------------------------------------------- the rules

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"SubjectName": "CN=a"} | 0xA0110001 | KeystoreId is required.
            {"KeystoreId": "STORE"} | 0xA0110001 | SubjectName is required
            {"KeystoreId": "STORE", "SubjectName": "no name"} | 0xA0110001 | SubjectName must be a distinguished name
            {"KeystoreId": "UNKNOWN", "SubjectName": "CN=a"} | 0xA0110022 | 1 store of this request does not exist.
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "AgentGuid": "UNKNOWN"} | 0xA0110001 | is not the agent of the store
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "JobProperties": {"keyType": "DSA"}} | 0xA0110001 | KeyType must be RSA or ECC.
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "JobProperties": {"keySize": 1024}} | 0xA0110001 | KeySize of RSA keys must be one of [2048, 3072, 4096, 6144, 8192].
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "KeyType": "ecc", "KeySize": 2048} | 0xA0110001 | KeySize of ECC keys must be one of [256, 384, 521].
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "JobProperties": {"keySize": "large"}} | 0xA0110001 | JobProperties: keySize must be a number.
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "JobProperties": {"Nothing": "x"}} | 0xA0110001 | entries of JKS stores have no parameter Nothing
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "SANs": {"planet": ["x"]}} | 0xA0110001 | SANs: planet is none of dns, ip4, ip6, email, uri.
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "CertificateTemplate": "Nowhere"} | 0xA0110001 | CertificateTemplate: there is no template Nowhere.
            {"KeystoreId": "STORE", "SubjectName": "CN=a", "SANs": {"ip4": ["x"]}} | 0xA0110001 | SANs: x is no address.
            """)
    void whatIsWrongWithAnOrderIsNamed(String body, String code, String message) {
        Answer answer =
                keyMaker.post(REENROLL, body.replace("STORE", store.toString()).replace("UNKNOWN", UNKNOWN));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo(code);
        assertThat(answer.json().get("Message").asText()).contains(message);
    }

    @Test
    void anEntryIsKeptWhenThatIsSaid() {
        jobs.holds(agent, store, entry("App", jobs.certificate("app.example.test", true), true));
        String body = """
                {"KeystoreId": "%s", "SubjectName": "CN=a", "Alias": "app"%s}""";
        assertThat(keyMaker.post(REENROLL, body.formatted(store, ", \"Overwrite\": false"))
                        .json()
                        .get("Message")
                        .asText())
                .contains("Alias: the store has an entry \"App\" already.");
        order(body.formatted(store, ""));
    }

    @Test
    void itTakesBothPermissions() {
        for (TestUser user : new TestUser[] {TestUser.CERTIFICATE_REQUESTER, TestUser.STORES_MODIFIER}) {
            Answer answer = ApiClient.as(user).post(REENROLL, wire.request("everything"));
            assertThat(answer.status()).as(user.name()).isEqualTo(403);
        }
        Answer elsewhere = ApiClient.as(TestUser.KEY_MAKER_OF_CONTAINER_70).post(REENROLL, wire.request("everything"));
        assertThat(elsewhere.status()).as("the store is in no container").isEqualTo(403);
        assertThat(elsewhere.json().get("Message").asText()).contains("/certificate_stores/modify/");
    }

    @Test
    void aStoreWhoseAgentCannotMakeKeysIsRefused() {
        UUID reader = world.agent("CertStores.JKS.Inventory");
        UUID other = jobs.store(reader, StoreFixture.JKS, null);
        Answer answer = keyMaker.post(REENROLL, "{\"KeystoreId\": \"%s\", \"SubjectName\": \"CN=a\"}".formatted(other));
        assertThat(answer.json().get("Message").asText()).contains("CertStores.JKS.Reenrollment");
    }

    private static X509Certificate certificate(JsonNode base64) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(base64.asText())));
    }

    @Test
    void theKeyOfTheAgentIsCertifiedForWhatWasOrdered() throws Exception {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        long attempt = jobs.begin(AGENTS, session, job).get("AuditId").asLong();
        JsonNode reply = enroll(session, job, csr(SUBJECT, RSA, "www.example.test"));
        assertThat(reply.at("/Result/Status").asInt()).as(reply.toString()).isEqualTo(1);
        X509Certificate certificate = certificate(reply.get("Certificate"));
        assertThat(certificate.getPublicKey()).isEqualTo(RSA.getPublic());
        assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=app.example.test");
        assertThat(certificate.getSubjectAlternativeNames().toString())
                .contains("app.example.test", "www.example.test", "192.0.2.7");
        assertThat(reply.get("Chain").size()).isGreaterThan(1);
        certificate.verify(certificate(reply.get("Chain").get(1)).getPublicKey());
        assertThat(enroll(session, job, csr(SUBJECT, RSA, "www.example.test")).get("Certificate"))
                .as("asked again it gives the same")
                .isEqualTo(reply.get("Certificate"));
        assertThat(enroll(session, job, csr(SUBJECT, TestCertificates.keys("RSA", 2_048)))
                        .at("/Result/Error/Message")
                        .asText())
                .isEqualTo("Another certificate request was granted in this attempt.");

        JsonNode completed = jobs.complete(AGENTS, session, job, attempt, 2);
        assertThat(completed.get("InventoryJob").asText())
                .isEqualTo(jobs.followUp(store).toString());
        int id = Integer.parseInt(
                world.text("SELECT CAST(issued_certificate_id AS text) FROM job_history WHERE job_id = ?", job));
        jobs.inventory(
                session, store, entry("app-tls", new ApiStoreJobs.Known(id, certificate.getEncoded(), ""), true));
        assertThat(jobs.listed(job).get("Verified").asText()).isEqualTo("Confirmed");
        assertThat(world.count("SELECT count(*) FROM job_enrollment")).isZero();
    }
}
