package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use the endpoints of certificate stores: every one of them, asked by those who may not. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class StorePermissionsApiTest {
    @Inject
    ApiWorld world;

    /** The user with too little has the verb below the one that is needed, or the right to something else. */
    @ParameterizedTest(name = "{1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            List       | GET    | ''            | AGENTS_MANAGER   | STORES_READER
            Get        | GET    | /ID           | AGENTS_MANAGER   | STORES_READER
            Inventory  | GET    | /ID/Inventory | AGENTS_MANAGER   | STORES_READER
            Create     | POST   | ''            | STORES_SCHEDULER | STORES_MODIFIER
            Delete     | DELETE | /ID           | STORES_SCHEDULER | STORES_MODIFIER
            DeleteMany | DELETE | ''            | STORES_SCHEDULER | STORES_MODIFIER
            Schedule   | POST   | /Schedule     | STORES_READER    | STORES_SCHEDULER
            Add        | POST   | /Certificates/Add    | STORES_READER         | CERTIFICATE_DEPLOYER
            Remove     | POST   | /Certificates/Remove | STORES_READER         | CERTIFICATE_DEPLOYER
            Reenrollment | POST | /Reenrollment        | CERTIFICATE_REQUESTER | KEY_MAKER
            DiscoveryJob | PUT  | /DiscoveryJob        | STORES_SCHEDULER      | STORES_MODIFIER
            Update     | PUT    | ''            | STORES_SCHEDULER | STORES_MODIFIER
            Password   | PUT    | /Password     | STORES_SCHEDULER | STORES_MODIFIER
            Assign     | PUT    | /AssignContainer | STORES_SCHEDULER | STORES_MODIFIER
            Approve    | POST   | /Approve      | STORES_SCHEDULER | STORES_MODIFIER
            """)
    void whoMayNotUseItIsRefusedAndToldWhatIsMissing(
            String operation, String verb, String path, TestUser tooLittle, TestUser enough) {
        String full = STORES + path.replace("ID", UNKNOWN);
        Optional<String> body = verb.equals("GET") ? Optional.empty() : Optional.of("{}");

        Answer nobody = ApiClient.anonymous().send(verb, full, body);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.body()).isEmpty();

        String route =
                tooLittle.account() + "</Username><RequestRoute>/CertificateStores" + path.replace("ID", "{id}") + "<";
        long audited = world.audited(2012, 10, route);
        WireFiles wire = WireFiles.of("CertificateStores." + operation);
        wire.assertResponse("no-role", 403, ApiClient.as(TestUser.STRANGER).send(verb, full, body));
        wire.assertResponse("too-little", 403, ApiClient.as(tooLittle).send(verb, full, body));
        assertThat(world.audited(2012, 10, route)).isEqualTo(audited + 1);

        assertThat(ApiClient.as(enough).send(verb, full, body).status()).isNotIn(401, 403, 500);
    }
}
