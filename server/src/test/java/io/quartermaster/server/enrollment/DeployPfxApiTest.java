package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.ApiEnrollment.ENROLLMENT;
import static io.quartermaster.server.enrollment.ApiEnrollment.PASSWORD;
import static io.quartermaster.server.enrollment.ApiEnrollment.information;
import static io.quartermaster.server.enrollment.ApiEnrollment.pfx;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /Enrollment/PFX/Deploy} and {@code Replace}: one job for each store, or the reason why not. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class DeployPfxApiTest {
    private static final String DEPLOY = ENROLLMENT + "/PFX/Deploy";
    private static final String REPLACE = ENROLLMENT + "/PFX/Replace";
    private static final int PKCS12 = 101;

    private final ApiClient deployer = ApiClient.as(TestUser.DEPLOYER_OF_CONTAINER_5);
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);

    @Inject
    ApiEnrollment enrollment;

    @Inject
    ApiWorld world;

    @BeforeEach
    void containers() {
        world.container(5);
        world.container(6);
    }

    /** A store of PKCS#12 with an agent that can change it. */
    private UUID store(int container) {
        UUID agent = world.agent("CertStores.PKCS12.Inventory", "CertStores.PKCS12.Management");
        Answer made =
                admin.post("/KeyfactorAPI/CertificateStores", """
                {"ClientMachine": "%s", "Storepath": "/opt/app/keys.p12", "CertStoreType": %d, "AgentId": "%s",
                 "ContainerId": %d, "Password": {"SecretValue": "changeit"}}
                """.formatted(world.machine(), PKCS12, agent, container));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return UUID.fromString(made.json().get("Id").asText());
    }

    private int enrolled(String more) {
        return information(pfx(deployer, more)).get("KeyfactorId").asInt();
    }

    private int enrolled() {
        return enrolled("{\"Subject\": \"CN=" + world.machine() + "\"}");
    }

    private long jobs(UUID storeId) {
        return enrollment.count(
                "SELECT count(*) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'", storeId);
    }

    private static String body(int certificateId, UUID... stores) {
        StringBuilder listed = new StringBuilder();
        for (UUID store : stores) {
            listed.append(listed.isEmpty() ? "" : ", ")
                    .append("{\"StoreId\": \"" + store + "\", \"Alias\": \"web\", \"Overwrite\": true}");
        }
        return "{\"CertificateId\": " + certificateId + ", \"Password\": \"" + PASSWORD + "\", \"Stores\": [" + listed
                + "]}";
    }

    @Test
    void eachStoreHasAJobAndOneThatCannotKeepsNoneOfTheOthersFromIt() {
        UUID store = store(5);
        UUID unknown = UUID.fromString("01980000-0000-7000-8000-0000000000ff");

        Answer deployed = deployer.post(DEPLOY, body(enrolled(), store, unknown));

        WireFiles.of("Enrollment.PFX.Deploy")
                .with("store", store)
                .with("unknown", unknown)
                .assertResponse("one-of-two", 200, deployed);
        assertThat(jobs(store)).isEqualTo(1);
    }

    @Test
    void storesAreNamedByTheirIdsAndWhatHoldsForTheirType() {
        UUID store = store(5);

        Answer deployed = deployer.post(DEPLOY, """
                {"CertificateId": %d, "Password": "x", "StoreIds": ["%s"],
                 "StoreTypes": [{"StoreTypeId": %d, "Alias": "by-type", "Overwrite": false, "Properties": []}],
                 "JobTime": "2049-01-31T10:00:00Z"}
                """.formatted(enrolled(), store, PKCS12));

        assertThat(deployed.json().at("/SuccessfulStores/0").asText())
                .as(deployed.body())
                .isEqualTo(store.toString());
        assertThat(enrollment.count(
                        "SELECT count(*) FROM scheduled_job WHERE store_id = ? AND kind = 'MANAGEMENT'"
                                + " AND schedule = 'O_2049-01-31T10:00' AND CAST(fields AS text) LIKE '%by-type%'",
                        store))
                .isEqualTo(1);
    }

    @Test
    void aStoreOutOfReachRefusesTheWholeRequest() {
        UUID mine = store(5);
        UUID theirs = store(6);

        Answer refused = deployer.post(DEPLOY, body(enrolled(), mine, theirs));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("Message").asText()).contains("/certificate_stores/schedule/6/");
        assertThat(jobs(mine)).isZero();
    }

    @Test
    void aKeyThatIsNotKeptCanBeDeployedForSomeMinutesByWhoeverEnrolled() {
        String template = enrollment.template("{\"KeyRetention\": 0}");
        UUID store = store(5);
        int id = enrolled("{\"Subject\": \"CN=" + world.machine() + "\", \"Template\": \"" + template + "\"}");

        Answer other = admin.post(DEPLOY, body(id, store));
        assertThat(other.status()).as(other.body()).isEqualTo(403);
        Answer own = deployer.post(DEPLOY, body(id, store));
        assertThat(own.json().get("FailedStores")).as(own.body()).isEmpty();
        assertThat(enrollment.count(
                        "SELECT count(*) FROM enrollment WHERE certificate_id = ? AND keep_key_until > now() + interval '23 hours'",
                        id))
                .as("kept for the job")
                .isEqualTo(1);
    }

    @Test
    void aCertificateWithoutAKeyCannotBeDeployed() {
        int id = enrolled();
        enrollment.execute("DELETE FROM certificate_private_key WHERE certificate_id = ?", id);

        WireFiles.of("Enrollment.PFX.Deploy").assertResponse("no-key", 400, deployer.post(DEPLOY, body(id, store(5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-certificate", "unknown-certificate", "no-password", "no-stores", "no-time"})
    void whatCannotBeIsRefusedByItsName(String name) {
        WireFiles wire = WireFiles.of("Enrollment.PFX.Deploy");

        wire.assertResponse(name, 400, deployer.post(DEPLOY, wire.request(name)));
    }

    @Test
    void aCertificateTakesThePlaceOfAnotherWhereverThatLies() {
        UUID store = store(5);
        int old = enrolled();
        int renewed = enrolled();
        enrollment.execute("""
                WITH entry AS (INSERT INTO inventory_entry (store_id, alias, private_key, parameters)
                               VALUES (?, 'the web', true, '{"PrivateKeyEntry": "Yes"}') RETURNING id)
                INSERT INTO inventory_entry_certificate (entry_id, position, certificate_id)
                SELECT id, 0, ? FROM entry
                """, store, old);

        Answer replaced = deployer.post(
                REPLACE,
                "{\"ExistingCertificateId\": " + old + ", \"CertificateId\": " + renewed + ", \"Password\": \""
                        + PASSWORD + "\"}");

        assertThat(replaced.json().at("/SuccessfulStores/0").asText())
                .as(replaced.body())
                .isEqualTo(store.toString());
        assertThat(enrollment.count(
                        "SELECT count(*) FROM scheduled_job WHERE store_id = ? AND CAST(fields AS text) LIKE '%the web%'",
                        store))
                .isEqualTo(1);
        Answer same =
                deployer.post(REPLACE, "{\"ExistingCertificateId\": " + old + ", \"CertificateId\": " + old + "}");
        assertThat(same.status()).isEqualTo(400);
    }

    @Test
    void anEnrolmentWithStoresDeploysAtOnce() {
        UUID store = store(5);

        JsonNode answer = pfx(
                        deployer.with("x-keyfactor-api-version", "2").with("x-certificateformat", "STORE"),
                        "{\"Subject\": \"CN=" + world.machine() + "\", \"Stores\": [{\"StoreId\": \"" + store
                                + "\", \"Alias\": \"web\"}]}")
                .json();

        assertThat(answer.at("/SuccessfulStores/0").asText())
                .as(answer.toString())
                .isEqualTo(store.toString());
        assertThat(answer.at("/CertificateInformation/StoreIdsInvalidForRenewal"))
                .isEmpty();
        assertThat(jobs(store)).isEqualTo(1);
    }
}
