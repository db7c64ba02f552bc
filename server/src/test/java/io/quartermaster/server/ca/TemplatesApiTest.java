package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /Templates}. The tests change a template of their own, and put the settings of all back. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class TemplatesApiTest {
    private static final String TEMPLATES = "/KeyfactorAPI/Templates";
    private static final int OWN = 9_100;

    private final ApiClient modifier = ApiClient.as(TestUser.TEMPLATES_MODIFIER);
    private final ApiClient reader = ApiClient.as(TestUser.TEMPLATES_READER);

    @Inject
    Database database;

    @Inject
    ApiWorld world;

    @BeforeEach
    void aTemplateOfItsOwn() {
        database.runInTransaction(tx -> tx.execute("""
                INSERT INTO certificate_template (id, common_name, definition)
                SELECT ?, 'OfTests', definition FROM certificate_template WHERE id = 1
                """, OWN));
    }

    @AfterEach
    void asItWas() {
        database.runInTransaction(tx -> tx.execute("DELETE FROM certificate_template WHERE id = ?", OWN));
    }

    @Test
    void theTemplatesOfEveryServerAreListedWithAllMembers() {
        Answer listed = reader.get(TEMPLATES + "?QueryString=Id%20-lt%20100&SortField=Id");

        WireFiles.of("Templates.List").assertResponse("built-in", 200, listed);
        assertThat(listed.header("X-Total-Count")).isEqualTo("3");
        assertThat(listed.json().findValuesAsText("CommonName"))
                .containsExactly("WebServer", "ClientAuth", "ServerAndClient");
    }

    @ParameterizedTest
    @CsvSource({
        "CommonName -eq \"webserver\",1",
        "DisplayName -contains \"Client\" AND Id -lt 100,2",
        "KeyRetention -eq \"Indefinite\" AND Id -lt 100,3",
        "KeyRetention -eq 0 AND Id -lt 100,0",
        "ConfigurationTenant -eq \"Quartermaster\" AND Id -lt 100,3"
    })
    void templatesAreFound(String query, int count) {
        Answer found = reader.get(TEMPLATES + "?pq.queryString="
                + java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8));

        assertThat(found.json()).as(found.body()).hasSize(count);
    }

    @Test
    void oneTemplateHasTheRulesInForce() {
        WireFiles.of("Templates.Get").assertResponse("web-server", 200, reader.get(TEMPLATES + "/1"));
        WireFiles.of("Templates.Get").assertResponse("unknown", 404, reader.get(TEMPLATES + "/424242"));
    }

    @Test
    void whatIsSentIsChangedAndWhatIsLeftOutStays() {
        WireFiles wire = WireFiles.of("Templates.Update");
        long audited = world.audited(2003, 2, "OfTests");

        Answer changed = modifier.put(TEMPLATES, wire.request("everything"));
        wire.assertResponse("everything", 200, changed);
        Answer again = modifier.put(TEMPLATES, "{\"Id\": " + OWN + ", \"FriendlyName\": \"Another name\"}");

        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.json().get("DisplayName").asText()).isEqualTo("Another name");
        assertThat(without(again.json())).isEqualTo(without(changed.json()));
        assertThat(reader.get(TEMPLATES + "/" + OWN).json()).isEqualTo(again.json());
        assertThat(world.audited(2003, 2, "OfTests")).isEqualTo(audited + 2);
    }

    private static JsonNode without(JsonNode template) {
        com.fasterxml.jackson.databind.node.ObjectNode copy = template.deepCopy();
        copy.remove("FriendlyName");
        copy.remove("DisplayName");
        return copy;
    }

    @ParameterizedTest
    @CsvSource({
        "None,None",
        "0,None",
        "1,Indefinite",
        "after expiration,AfterExpiration",
        "From Issuance,FromIssuance",
        "3,FromIssuance"
    })
    void theRetentionOfKeysIsReadByNumberAndByName(String sent, String answered) {
        Answer changed = modifier.put(
                TEMPLATES, "{\"Id\": " + OWN + ", \"KeyRetention\": \"" + sent + "\", \"KeyRetentionDays\": 30}");

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().get("KeyRetention").asText()).isEqualTo(answered);
        Answer asNumber = modifier.put(TEMPLATES, "{\"Id\": " + OWN + ", \"KeyRetention\": 0}");
        assertThat(asNumber.json().get("KeyRetention").asText()).isEqualTo("None");
        assertThat(asNumber.json().get("KeyRetentionDays").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-id",
                "unknown-id",
                "retention-unknown",
                "retention-without-days",
                "approval",
                "archival",
                "enrollment-types",
                "regex-no-expression",
                "regex-unknown-part",
                "regex-part-twice",
                "default-of-common-name",
                "field-without-options",
                "field-twice",
                "metadata-field-without-id",
                "usage-of-authorities",
                "usage-no-oid",
                "usage-ocsp",
                "no-key-allowed",
                "requester-null",
                "validity"
            })
    void whatCannotBeIsRefusedByItsName(String name) {
        WireFiles wire = WireFiles.of("Templates.Update");
        String before = reader.get(TEMPLATES + "/" + OWN).body();

        wire.assertResponse(name, 400, modifier.put(TEMPLATES, wire.request(name)));

        assertThat(reader.get(TEMPLATES + "/" + OWN).body()).isEqualTo(before);
    }

    @Test
    void whatHoldsForAllIsReplacedAsAWhole() {
        WireFiles wire = WireFiles.of("Templates.Settings");
        Answer before = reader.get(TEMPLATES + "/Settings");
        wire.assertResponse("first", 200, before);
        try {
            wire.assertResponse("changed", 200, modifier.put(TEMPLATES + "/Settings", wire.request("changed")));
            assertThat(reader.get(TEMPLATES + "/" + OWN)
                            .json()
                            .get("RFCEnforcement")
                            .asBoolean())
                    .as("the template says so itself")
                    .isTrue();
            assertThat(reader.get(TEMPLATES + "/2")
                            .json()
                            .at("/KeyAlgorithms/KeyInfo/RSA/BitLengths/0")
                            .asInt())
                    .isEqualTo(3072);
        } finally {
            assertThat(modifier.put(TEMPLATES + "/Settings", before.body()).status())
                    .isEqualTo(200);
        }
        assertThat(reader.get(TEMPLATES + "/Settings").body()).isEqualTo(before.body());
        wire.assertResponse("incomplete", 400, modifier.put(TEMPLATES + "/Settings", "{\"TemplateRegexes\": []}"));
    }

    @Test
    void onlyTheOwnTenantCanBeImported() {
        WireFiles wire = WireFiles.of("Templates.Import");

        assertThat(modifier.post(TEMPLATES + "/Import", "{\"ConfigurationTenant\": \"quartermaster\"}")
                        .status())
                .isEqualTo(204);
        wire.assertResponse(
                "another",
                400,
                modifier.post(TEMPLATES + "/Import", "{\"ConfigurationTenant\": \"corp.example.test\"}"));
    }

    @Test
    void thePartsOfNamesAreListed() {
        WireFiles.of("Templates.SubjectParts").assertResponse("all", 200, reader.get(TEMPLATES + "/SubjectParts"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,'',CSR_ENROLLER",
        "GET,/1,CSR_ENROLLER",
        "PUT,'',TEMPLATES_READER",
        "POST,/Import,TEMPLATES_READER",
        "GET,/Settings,CSR_ENROLLER",
        "PUT,/Settings,TEMPLATES_READER",
        "GET,/SubjectParts,CSR_ENROLLER"
    })
    void whoMayNotIsRefused(String verb, String path, TestUser tooLittle) {
        Optional<String> body = verb.equals("GET") ? Optional.empty() : Optional.of("{}");

        assertThat(ApiClient.anonymous().send(verb, TEMPLATES + path, body).status())
                .isEqualTo(401);
        assertThat(ApiClient.as(tooLittle).send(verb, TEMPLATES + path, body).status())
                .isEqualTo(403);
    }
}
