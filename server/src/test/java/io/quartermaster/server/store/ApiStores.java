package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Certificate stores as people make them, over HTTP; each test makes its own on a machine of its own. */
@Singleton
class ApiStores {
    static final String STORES = "/KeyfactorAPI/CertificateStores";

    /** An id that nothing has. */
    static final String UNKNOWN = "01980000-0000-7000-8000-0000000000ff";

    private static final JsonMapper JSON = new JsonMapper();

    private final ApiWorld world;
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);

    ApiStores(ApiWorld world) {
        this.world = world;
    }

    /** An approved agent that reads PEM and JKS stores, and makes keys in stores of {@link ApiWorld#STORE_TYPE}. */
    UUID agent() {
        return world.agent(
                "CertStores.PEM.Inventory",
                "CertStores.JKS.Inventory",
                "CertStores.JOBTEST.Inventory",
                "CertStores.JOBTEST.Reenrollment");
    }

    /** A PEM store without password and schedule. */
    UUID pem(@Nullable UUID agentId, String machine, String path, @Nullable Integer containerId) {
        if (containerId != null) {
            world.container(containerId);
        }
        return id(admin.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "%s", "CertStoreType": 2, "AgentId": %s, "ContainerId": %s}
                """.formatted(
                        machine, path, agentId == null ? null : '"' + agentId.toString() + '"', containerId)));
    }

    static UUID id(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return UUID.fromString(created.json().get("Id").asText());
    }

    boolean exists(UUID storeId) {
        return world.count("SELECT count(*) FROM certificate_store WHERE id = ?", storeId) == 1;
    }

    /** When a store is inventoried, as JSON; {@code null} for never. */
    String scheduleOf(UUID storeId) {
        return admin.get(STORES + "/" + storeId).json().get("InventorySchedule").toString();
    }

    /** What stands in a text of an answer. */
    static JsonNode parsed(JsonNode text) {
        try {
            return JSON.readTree(text.asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The address of a list, with a query and what comes after it. */
    static String query(String list, String query, String more) {
        return list + "?QueryString=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more;
    }
}
