package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /CertificateAuthority} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CertificateAuthorityApiTest {
    private static final String PATH = "/KeyfactorAPI/CertificateAuthority";
    private static final String NOBODY = "https://127.0.0.1:1/directory";
    private static final String DIRECTORY = ",\"HostName\":\"" + NOBODY + "\"";

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient reader = ApiClient.as(TestUser.AUTHORITIES_READER);
    private String name = "";

    @Inject
    ApiWorld world;

    @Inject
    IssueCertificate issueCertificate;

    @Inject
    WatchAuthorities watchAuthorities;

    @BeforeEach
    void aName() {
        name = world.unique("Authority");
    }

    private JsonNode created(String more, String parameters) {
        Answer answer = admin.post(PATH + parameters, body(more));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private String body(String more) {
        return "{\"LogicalName\":\"" + name + "\"" + more + "}";
    }

    private static void assertRefused(Answer answer, int status, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("Message").asText()).contains(message);
    }

    @Test
    void aFreshInstallHasAnAuthorityThatCanSign() {
        Answer listed = reader.get(PATH);
        JsonNode first = listed.json().get(0);

        assertThat(first.get("LogicalName").asText()).isEqualTo("Quartermaster Issuing CA");
        assertThat(first.get("HostName").asText()).isEqualTo("built-in");
        // The go client decodes these as numbers, and fails on texts.
        assertThat(first.get("AllowedEnrollmentTypes").isInt()).isTrue();
        assertThat(first.get("KeyRetention").isInt()).isTrue();
        assertThat(first.get("ExplicitPassword").isNull()).isTrue();
        assertThat(first.get("Properties").asText()).isEqualTo("{}");
        assertThat(listed.header("X-Total-Count")).isNotEmpty();
        assertThat(reader.get(PATH + "/" + first.get("Id").asInt()).json()).isEqualTo(first);
        Answer tested = admin.post(PATH + "/Test", "{\"Id\":" + first.get("Id").asInt() + "}");
        assertThat(tested.json().get("Success").asBoolean()).as(tested.body()).isTrue();
        assertThat(reader.get(PATH + "/SourceCount").json().asInt()).isPositive();
    }

    @Test
    void anotherAuthorityOfThisServerIssuesAtOnceUnderItsName() {
        JsonNode made = created("", "");

        assertThat(made.get("CAType").asInt()).isEqualTo(1);
        assertThat(issueCertificate
                        .run(new IssueRequest(
                                "TEST\\alice",
                                "BUILT-IN\\" + name.toUpperCase(Locale.ROOT),
                                null,
                                Csrs.of("CN=app.example.test"),
                                SubjectNames.OF_REQUEST,
                                Profile.SERVER))
                        .chain())
                .hasSize(2);
        assertThat(world.audited(3015, 1, name)).isEqualTo(1);
    }

    @Test
    void authoritiesAreFoundByQuery() {
        created("", "");
        String query = URLEncoder.encode("LogicalName -eq \"" + name + "\"", StandardCharsets.UTF_8);

        Answer found = reader.get(PATH + "?pq.queryString=" + query);

        assertThat(found.json()).hasSize(1);
        assertThat(found.header("X-Total-Count")).isEqualTo("1");
        assertRefused(reader.get(PATH + "?SortField=Colour"), 400, "Colour");
    }

    @Test
    void anUpdateReplacesAllButTheKey() {
        int id = created(",\"ForestRoot\":\"example\"", "").get("Id").asInt();
        String other = world.unique("Renamed");

        Answer answer = admin.put(
                PATH,
                "{\"Id\":" + id + ",\"LogicalName\":\"" + other
                        + "\",\"AllowedEnrollmentTypes\":0,\"FullScan\":{\"Interval\":{\"Minutes\":60}}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("LogicalName").asText()).isEqualTo(other);
        assertThat(answer.json().get("ForestRoot").asText()).isEmpty();
        assertThat(answer.json().at("/FullScan/Interval/Minutes").asInt()).isEqualTo(60);
        assertThat(reader.get(PATH + "/" + id).json()).isEqualTo(answer.json());
        assertThat(world.audited(3015, 2, other)).isEqualTo(1);
        assertRefused(
                admin.put(PATH, "{\"Id\":" + id + ",\"LogicalName\":\"" + other + "\"" + DIRECTORY + "}"),
                400,
                "HostName must stay of its kind");
        assertRefused(
                admin.put(PATH, "{\"Id\":999999,\"LogicalName\":\"a\"}"), 404, "There is no certificate authority");
        assertRefused(admin.put(PATH, "{\"LogicalName\":\"a\"}"), 400, "Id is required.");
    }

    @Test
    void anAcmeAuthorityThatDoesNotAnswerIsAddedOnlyByForce() {
        assertRefused(admin.post(PATH, body(DIRECTORY)), 400, "cannot be reached");
        assertThat(world.count("SELECT count(*) FROM certificate_authority WHERE logical_name = '" + name + "'"))
                .isZero();

        JsonNode made = created(
                DIRECTORY
                        + ",\"Properties\":\"{\\\"Contact\\\":[\\\"pki@example.com\\\"],\\\"TermsOfServiceAgreed\\\":true}\""
                        + ",\"ExplicitCredentials\":true,\"ExplicitUser\":\"kid-1\",\"ExplicitPassword\":{\"SecretValue\":\"c2VjcmV0LW1hYy1rZXk\"}",
                "?forceSave=true");

        assertThat(made.get("HostName").asText()).isEqualTo(NOBODY);
        assertThat(made.get("Properties").asText())
                .isEqualTo(
                        "{\"Contact\":[\"pki@example.com\"],\"TermsOfServiceAgreed\":true,\"TrustedCertificates\":null}");
        assertThat(made.get("ExplicitUser").asText()).isEqualTo("kid-1");
        assertThat(made.get("ExplicitPassword").isObject()).isTrue();
        assertThat(made.toString()).doesNotContain("c2VjcmV0LW1hYy1rZXk");
        Answer tested =
                admin.post(PATH + "/Test", "{\"LogicalName\":\"" + name + "\",\"HostName\":\"" + NOBODY + "\"}");
        assertThat(tested.json().get("Success").asBoolean()).isFalse();
        assertThat(tested.json().get("Message").asText()).contains("cannot be reached");
        assertRefused(
                admin.post(PATH + "/PublishCRL", "{\"CertificateAuthorityLogicalName\":\"" + name + "\"}"),
                400,
                "publishes its revocation list itself");
    }

    @Test
    void aDeletedAuthorityIssuesNothingMoreAndItsListGoesOn() {
        JsonNode made = created("", "");
        int id = made.get("Id").asInt();
        long signer = world.count("SELECT signer_id FROM certificate_authority WHERE id = " + id);

        assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);

        assertRefused(admin.delete(PATH + "/" + id), 404, "There is no certificate authority " + id);
        assertRefused(reader.get(PATH + "/" + id), 404, "There is no certificate authority " + id);
        assertThat(ApiClient.anonymous().get("/pki/" + signer + ".crl").status())
                .isEqualTo(200);
        assertThat(world.audited(3015, 3, name)).isEqualTo(1);
    }

    @Test
    void aRevocationListCanBeMadeAnew() {
        int id = created("", "").get("Id").asInt();
        String number =
                "SELECT number FROM revocation_list l JOIN certificate_authority a USING (signer_id) WHERE a.id = "
                        + id;
        long before = world.count(number);

        assertThat(admin.post(PATH + "/PublishCRL", "{\"CertificateAuthorityLogicalName\":\"" + name + "\"}")
                        .status())
                .isEqualTo(204);

        assertThat(world.count(number)).isEqualTo(before + 1);
        assertRefused(
                admin.post(PATH + "/PublishCRL", "{\"CertificateAuthorityLogicalName\":\"nowhere\"}"),
                404,
                "'nowhere'");
        assertRefused(admin.post(PATH + "/PublishCRL", "{}"), 400, "CertificateAuthorityLogicalName is required.");
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        created("", "");
        assertRefused(
                admin.post(PATH, body("").replace(name, name.toUpperCase(Locale.ROOT))),
                400,
                "already; case does not matter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"HostName\":\"http://acme.example.com/dir\" | HostName must be the https:// address",
                "\"HostName\":\"dc01.example.com\" | HostName must be the https:// address",
                "\"HostName\":\"https://user:pw@acme.example.com\" | HostName must be the https:// address",
                "\"CAType\":0 | CAType must be 1",
                "\"AllowedEnrollmentTypes\":9 | AllowedEnrollmentTypes must be a number from 0 to 3",
                "\"KeyRetention\":-1 | KeyRetention must be",
                "\"Remote\":true | Remote must be false",
                "\"Delegate\":true | Delegate must be false",
                "\"UseAllowedRequesters\":true | UseAllowedRequesters must be false",
                "\"MonitorThresholds\":true | MonitorThresholds must be false",
                "\"EnforceUniqueDN\":true | EnforceUniqueDN must be false",
                "\"HostName\":\"https://a.example\",\"Properties\":\"[\" | Properties must be a text that is a JSON object",
                "\"HostName\":\"https://a.example\",\"Properties\":\"{\\\"Contact\\\":\\\"nobody\\\"}\" | Contact in Properties must be a mail address",
                "\"HostName\":\"https://a.example\",\"Properties\":\"{\\\"TrustedCertificates\\\":\\\"none\\\"}\" | TrustedCertificates in Properties must be",
                "\"HostName\":\"https://a.example\",\"ExplicitCredentials\":true | ExplicitUser is required",
                "\"FullScan\":{\"Interval\":{\"Minutes\":-1}} | FullScan",
            })
    void whatIsNoAuthorityIsRefused(String field, String message) {
        assertRefused(admin.post(PATH, body("," + field)), 400, message);
        assertThat(world.count("SELECT count(*) FROM certificate_authority WHERE logical_name = '" + name + "'"))
                .isZero();
    }

    @Test
    void whoeverIsARecipientGetsOneMailWhenAnAuthorityFails() {
        String recipients = PATH + "/AlertRecipients/CAHealthRecipients";
        Answer added = admin.post(recipients, "{\"Emails\":[\"" + name + "@example.com\"]}");
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        int id = added.json().get(0).get("Id").asInt();
        assertThat(admin.post(recipients, "{\"Emails\":[\"" + name.toUpperCase(Locale.ROOT) + "@example.com\"]}")
                        .json())
                .isEqualTo(added.json());
        assertThat(reader.get(recipients + "/" + id).json())
                .isEqualTo(added.json().get(0));
        created(DIRECTORY, "?forceSave=true");
        String mails = "SELECT count(*) FROM agent_notice WHERE subject LIKE '%" + name + "%' AND recipients LIKE '%"
                + name + "%'";

        watchAuthorities.run();
        watchAuthorities.run();

        assertThat(world.count(mails)).isEqualTo(1);
        world.run(
                "UPDATE certificate_authority SET host_name = 'built-in', kind = 'BUILT_IN', account_key_id = NULL,"
                        + " signer_id = (SELECT max(id) FROM signer) WHERE logical_name = ?",
                name);
        watchAuthorities.run();
        assertThat(world.count(mails + " AND subject LIKE '%works again%'")).isEqualTo(1);
        Answer changed = admin.put(recipients + "/" + id, "{\"Email\":\"" + name + "@example.org\"}");
        assertThat(changed.json().get("Email").asText()).isEqualTo(name + "@example.org");
        assertThat(reader.get(recipients).json().toString()).contains(name + "@example.org");
        assertThat(admin.delete(recipients + "/" + id).status()).isEqualTo(204);
        assertRefused(admin.delete(recipients + "/" + id), 404, "There is no alert recipient");
        assertRefused(admin.put(recipients + "/" + id, "{\"Email\":\"a@b\"}"), 404, "There is no alert recipient");
        assertRefused(reader.get(recipients + "/" + id), 404, "There is no alert recipient");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Emails is required.",
                "{\"Emails\":[]} | Emails is required.",
                "{\"Emails\":[\"a@b\",\"nobody\"]} | Emails[1] must be a mail address.",
                "{\"Emails\":[null]} | Emails[0] must be a mail address."
            })
    void whatIsNoRecipientIsRefused(String body, String message) {
        assertRefused(admin.post(PATH + "/AlertRecipients/CAHealthRecipients", body), 400, message);
    }

    @Test
    void theTimeAtWhichAuthoritiesAreTriedIsThatOfAPeriodicTask() {
        JsonNode schedule = reader.get(PATH + "/HealthMonitoring/Schedule").json();

        assertThat(schedule.get("ScheduleType").asInt()).isEqualTo(121);
        assertThat(schedule.get("Enabled").asBoolean()).isTrue();
        assertThat(reader.get(PATH + "/AvailableForests").json()).isEmpty();
    }

    @Test
    void aNameIsRequired() {
        assertRefused(admin.post(PATH, "{}"), 400, "LogicalName is required.");
        assertRefused(admin.post(PATH, "{\"LogicalName\":\"" + "x".repeat(257) + "\"}"), 400, "at most 256 characters");
        assertRefused(admin.post(PATH + "/Test", "{}"), 400, "Send Id or LogicalName.");
        assertRefused(admin.post(PATH + "/Test", "{\"Id\":999999}"), 404, "There is no certificate authority 999999");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '', read",
        "GET, /1, read",
        "GET, /SourceCount, read",
        "GET, /HealthMonitoring/Schedule, read",
        "GET, /AvailableForests, read",
        "GET, /AlertRecipients/CAHealthRecipients, read",
        "GET, /AlertRecipients/CAHealthRecipients/1, read",
        "POST, /AlertRecipients/CAHealthRecipients, modify",
        "PUT, /AlertRecipients/CAHealthRecipients/1, modify",
        "DELETE, /AlertRecipients/CAHealthRecipients/1, modify",
        "POST, '', modify",
        "PUT, '', modify",
        "DELETE, /1, modify",
        "POST, /Test, modify",
        "POST, /PublishCRL, modify"
    })
    void whoeverLacksThePermissionIsRefused(String verb, String path, String need) {
        TestUser lacking = need.equals("read") ? TestUser.SSL_MANAGER : TestUser.AUTHORITIES_READER;
        Optional<String> sent = verb.equals("POST") || verb.equals("PUT") ? Optional.of("{}") : Optional.empty();

        Answer answer = ApiClient.as(lacking).send(verb, PATH + path, sent);

        assertRefused(answer, 403, "/certificate_authorities/" + need + "/");
    }
}
