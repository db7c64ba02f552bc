package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.cert.RecordCertificates;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /Certificates/Revoke} over HTTP, as far as no authority is needed. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class RevocationApiTest {
    private static final String REVOKE = "/KeyfactorAPI/Certificates/Revoke";

    private final ApiClient manager = ApiClient.as(TestUser.CERTIFICATES_MANAGER);

    @Inject
    ApiWorld world;

    @Inject
    Database database;

    @Inject
    RecordCertificates record;

    private int certificate() {
        byte[] der = TestCertificates.der(world.unique("revoked"), 1);
        return database.inTransaction(tx -> record.run(tx, List.of(der))).getFirst();
    }

    @Test
    void whatWasNotIssuedHereCannotBeRevokedHere() {
        int id = certificate();

        Answer refused = manager.post(REVOKE, "{\"CertificateIds\":[" + id + "],\"Reason\":1}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("ErrorCode").asText()).isEqualTo("0xA0110023");
        JsonNode failed = refused.json().get("FailedOperations").get(0);
        assertThat(failed.get("Id").asText()).isEqualTo(String.valueOf(id));
        assertThat(failed.get("Reason").asText()).contains("not issued", "cannot be revoked here");
        assertThat(world.count("SELECT count(*) FROM certificate WHERE id = ? AND revoked_at IS NULL", id))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown|{\"CertificateIds\":[2000000000],\"Reason\":0}",
                "no-ids|{\"Reason\":0}",
                "empty|{\"CertificateIds\":[]}",
                "reason-no-number|{\"CertificateIds\":[1],\"Reason\":\"stolen\"}"
            })
    void aRequestThatCannotBeReadIsRefused(String name, String body) {
        WireFiles.of("Certificates.Revoke").assertResponse(name, 400, manager.post(REVOKE, body));
    }

    @Test
    void readingIsNotRevoking() {
        String body = "{\"CertificateIds\":[" + certificate() + "],\"Reason\":0}";

        assertThat(ApiClient.as(TestUser.CERTIFICATES_READER).post(REVOKE, body).status())
                .isEqualTo(403);
        assertThat(ApiClient.as(TestUser.MANAGER_OF_COLLECTION_5)
                        .post(REVOKE, body)
                        .status())
                .isEqualTo(403);
    }
}
