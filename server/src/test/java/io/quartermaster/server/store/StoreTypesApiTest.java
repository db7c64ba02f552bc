package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /CertificateStoreTypes} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class StoreTypesApiTest {
    static final String TYPES = "/KeyfactorAPI/CertificateStoreTypes";

    private static final List<String> OPERATIONS = List.of("Add", "Create", "Discovery", "Enrollment", "Remove");

    private final ApiClient modifier = ApiClient.as(TestUser.STORES_MODIFIER);
    private final ApiClient readerOf5 = ApiClient.as(TestUser.READER_OF_CONTAINER_5);

    /** Of this test alone. */
    private String shortName = "";

    @Inject
    ApiWorld world;

    @BeforeEach
    void aShortName() {
        String unique = world.unique("T").replace("-", "");
        shortName = "T" + unique.substring(unique.length() - 9);
    }

    private Answer create(String members) {
        return modifier.post(
                TYPES, "{\"Name\": \"Type " + shortName + "\", \"ShortName\": \"" + shortName + "\"" + members + "}");
    }

    private static int id(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created.json().get("StoreType").asInt();
    }

    private Answer update(int id, String members) {
        return modifier.put(
                TYPES,
                "{\"StoreType\": " + id + ", \"Name\": \"Type " + shortName + "\", \"ShortName\": \"" + shortName + "\""
                        + members + "}");
    }

    private WireFiles wire(String operation, Answer created) {
        WireFiles wire = WireFiles.of("CertificateStoreTypes." + operation)
                .with("short-name", shortName)
                .with("id", created.json().get("StoreType").asInt());
        for (String kind : List.of("Inventory", "Management", "Discovery", "Enrollment")) {
            JsonNode jobType = created.json().get(kind + "JobType");
            if (jobType != null) {
                wire = wire.with(kind.toLowerCase(Locale.ROOT) + "-job", jobType.asText());
            }
        }
        return wire;
    }

    // ------------------------------------------------------------------------------------------------------- creation

    @Test
    void everyTypeOfTheCatalogueIsMadeAndReadBack() {
        List<JsonNode> catalogue = StoreTypeCatalogue.types();
        assertThat(catalogue).hasSize(StoreTypeCatalogue.SIZE);
        List<Integer> ids = new ArrayList<>();
        for (JsonNode sent : catalogue) {
            Answer created = modifier.post(TYPES, sent.toString());
            ids.add(id(created));
            assertIs(sent, created.json());
            assertThat(readerOf5.get(TYPES + "/" + ids.getLast()).json()).isEqualTo(created.json());
            JsonNode byName = readerOf5
                    .get(TYPES + "/Name/" + sent.get("ShortName").asText().toUpperCase(Locale.ROOT))
                    .json();
            assertThat(byName).hasSize(1);
            assertThat(byName.get(0)).isEqualTo(created.json());
        }

        String all = "QueryString=StoreType%20-ge%20" + ids.getFirst() + "%20AND%20StoreType%20-le%20" + ids.getLast();
        int found = 0;
        for (int page = 1; page <= 3; page++) {
            Answer answer = readerOf5.get(TYPES + "?" + all + "&cstquery.pageReturned=" + page);
            assertThat(answer.header("X-Total-Count")).isEqualTo("" + StoreTypeCatalogue.SIZE);
            found += answer.json().size();
            assertThat(answer.json().size()).isEqualTo(page == 1 ? 50 : page == 2 ? 6 : 0);
            answer.json().forEach(type -> {
                assertThat(type.get("Properties").isArray()).isTrue();
                assertThat(type.get("EntryParameters").isArray()).isTrue();
                assertThat(type.get("PrivateKeyAllowed").isTextual()).isTrue();
            });
        }
        assertThat(found).isEqualTo(StoreTypeCatalogue.SIZE);
        assertThat(modifier.send("DELETE", TYPES, Optional.of(ids.toString())).status())
                .isEqualTo(204);
    }

    private static void assertIs(JsonNode sent, JsonNode answered) {
        for (String member : List.of("Name", "ShortName", "Capability", "PrivateKeyAllowed", "CustomAliasAllowed")) {
            assertThat(answered.get(member)).as(member).isEqualTo(sent.get(member));
        }
        for (String flag : List.of("ServerRequired", "PowerShell", "BlueprintAllowed", "LocalStore")) {
            assertThat(answered.get(flag).asBoolean())
                    .as(flag)
                    .isEqualTo(sent.path(flag).asBoolean());
        }
        for (String operation : OPERATIONS) {
            assertThat(answered.get("SupportedOperations").get(operation).asBoolean())
                    .as(operation)
                    .isEqualTo(sent.get("SupportedOperations").path(operation).asBoolean());
        }
        assertThat(answered.get("SupportedOperations")).hasSize(OPERATIONS.size());
        for (String option : List.of("EntrySupported", "StoreRequired", "Style")) {
            assertThat(answered.get("PasswordOptions").get(option))
                    .isEqualTo(sent.get("PasswordOptions").get(option));
        }
        assertJobTypes(answered);
        assertPath(sent, answered);
        String format = sent.path("CertificateFormat").asText("0");
        assertThat(answered.get("CertificateFormat").asInt())
                .isEqualTo(format.equals("PEM") || format.equals("1") ? 1 : 0);
        assertThat(answered.get("InventoryEndpoint").asText()).isEqualTo("/AnyInventory/Update");
        assertThat(answered.get("JobProperties"))
                .hasSize(sent.path("JobProperties").size());
        assertThat(answered.get("Properties")).hasSize(sent.get("Properties").size());
        for (int i = 0; i < sent.get("Properties").size(); i++) {
            assertProperty(
                    sent.get("Properties").get(i), answered.get("Properties").get(i));
        }
        assertThat(answered.get("EntryParameters"))
                .hasSize(sent.path("EntryParameters").size());
        for (int i = 0; i < sent.path("EntryParameters").size(); i++) {
            JsonNode parameter = answered.get("EntryParameters").get(i);
            JsonNode of = sent.get("EntryParameters").get(i);
            for (String member :
                    List.of("Name", "DisplayName", "Type", "RequiredWhen", "DependsOn", "DefaultValue", "Options")) {
                assertThat(parameter.get(member)).as(member).isEqualTo(of.get(member));
            }
        }
        for (String words : List.of("ClientMachineDescription", "StorePathDescription")) {
            assertThat(answered.get(words)).as(words).isEqualTo(sent.get(words));
        }
        answered.forEach(member -> assertThat(member.isNull()).isFalse());
    }

    private static void assertJobTypes(JsonNode answered) {
        JsonNode operations = answered.get("SupportedOperations");
        boolean management = Stream.of("Add", "Create", "Remove")
                .anyMatch(operation -> operations.get(operation).asBoolean());
        assertThat(answered.hasNonNull("InventoryJobType")).isTrue();
        assertThat(answered.has("ManagementJobType")).isEqualTo(management);
        assertThat(answered.has("DiscoveryJobType"))
                .isEqualTo(operations.get("Discovery").asBoolean());
        assertThat(answered.has("EnrollmentJobType"))
                .isEqualTo(operations.get("Enrollment").asBoolean());
    }

    private static void assertPath(JsonNode sent, JsonNode answered) {
        String value = sent.path("StorePathValue").asText("");
        String type = sent.path("StorePathType").asText("");
        String expected =
                !type.isEmpty() || value.isEmpty() ? type : value.startsWith("[") ? "MultipleChoice" : "Fixed";
        assertThat(answered.path("StorePathValue").asText("")).isEqualTo(value);
        assertThat(answered.path("StorePathType").asText("")).isEqualTo(expected);
        assertThat(answered.has("StorePathValue")).isEqualTo(!value.isEmpty());
    }

    private static void assertProperty(JsonNode sent, JsonNode answered) {
        for (String member : List.of("Name", "DisplayName", "Required", "Description", "IsPAMEligible")) {
            assertThat(answered.get(member)).as(member).isEqualTo(sent.get(member));
        }
        assertThat(answered.get("Type").asText())
                .isEqualToIgnoringCase(sent.get("Type").asText());
        for (String member : List.of("DependsOn", "DefaultValue")) {
            @Nullable JsonNode of = sent.get(member);
            assertThat(answered.get(member)).as(member).isEqualTo(of == null || of.isNull() ? null : of);
        }
        assertThat(answered.get("ValidationOptions").get("OnCreation").asInt())
                .isEqualTo(sent.get("Required").asBoolean() ? 1 : 0);
    }

    @Test
    void aTypeOfWhichLittleIsSaidHasEverythingThatClientsLookFor() {
        Answer created = create(", \"StoreType\": 0, \"SupportedOperations\": {\"Add\": true}, \"PasswordOptions\": {},"
                + " \"PrivateKeyAllowed\": \"Optional\", \"CustomAliasAllowed\": \"Required\"");

        int id = id(created);
        assertThat(id).isGreaterThanOrEqualTo(StoreType.ADDED_MIN);
        wire("Create", created).assertResponse("little", 200, created);
        assertThat(world.audited(3005, 1, "" + id)).isPositive();
    }

    @Test
    void numbersAreReadWhereverThereAreNames() {
        Answer created = create("""
                , "PrivateKeyAllowed": 2, "CustomAliasAllowed": "1", "CertificateFormat": "pem",
                "PasswordOptions": {"Style": 1, "StoreRequired": "True"},
                "SupportedOperations": {"Add": "true", "Discovery": "False"},
                "Properties": [{"Name": "A", "Type": 3}, {"name": "B", "Type": "bool", "DefaultValue": false, "DependsOn": false}],
                "EntryParameters": [{"Name": "C D", "Type": 1, "RequiredWhen": 10, "Options": "x,y"}]
                """);

        id(created);
        wire("Create", created).assertResponse("numbers", 200, created);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no-name                 | {"ShortName": "X"}
            no-short-name           | {"Name": "X"}
            long-short-name         | {"Name": "X", "ShortName": "ELEVENCHARS"}
            control-character       | {"Name": "X", "ShortName": "A\\u0007"}
            unknown-word            | {"Name": "X", "ShortName": "X", "PrivateKeyAllowed": "Sometimes"}
            unknown-number          | {"Name": "X", "ShortName": "X", "CustomAliasAllowed": 3}
            unknown-property-type   | {"Name": "X", "ShortName": "X", "Properties": [{"Name": "A"}, {"Name": "B", "Type": "Date"}]}
            property-without-name   | {"Name": "X", "ShortName": "X", "Properties": [{"Type": "String"}]}
            property-null           | {"Name": "X", "ShortName": "X", "Properties": [null]}
            property-twice          | {"Name": "X", "ShortName": "X", "Properties": [{"Name": "A"}, {"Name": "a"}]}
            parameter-without-when  | {"Name": "X", "ShortName": "X", "EntryParameters": [{"Name": "A", "RequiredWhen": 16}]}
            path-type               | {"Name": "X", "ShortName": "X", "StorePathType": "Any"}
            path-choice-no-array    | {"Name": "X", "ShortName": "X", "StorePathType": "MultipleChoice", "StorePathValue": "a,b"}
            name-taken              | {"Name": "java keystore", "ShortName": "X"}
            short-name-taken        | {"Name": "X", "ShortName": "jks"}
            capability-taken        | {"Name": "X", "ShortName": "X", "Capability": "pem"}
            job-type-taken          | {"Name": "X", "ShortName": "X", "InventoryJobTypeId": "67b63010-d738-47c3-87a2-9f289466c881"}
            job-type-no-guid        | {"Name": "X", "ShortName": "X", "InventoryJobTypeId": "7"}
            properties-no-list      | {"Name": "X", "ShortName": "X", "Properties": {}}
            """)
    void whatCannotBeIsRefusedByItsName(String name, String request) {
        Answer refused = modifier.post(TYPES, request);

        WireFiles.of("CertificateStoreTypes.Create").assertResponse(name, 400, refused);
    }

    @Test
    void anAgentThatAnnouncesTheTypeIsShownItsJobTypes() {
        Answer created = create(", \"SupportedOperations\": {\"Add\": true, \"Discovery\": true}");
        id(created);
        var agent = world.agent("CertStores." + shortName + ".Inventory", "CertStores." + shortName + ".Discovery");

        String shown = ApiClient.as(TestUser.ADMIN)
                .get("/KeyfactorAPI/Agents/" + agent)
                .body();

        assertThat(shown)
                .contains(created.json().get("InventoryJobType").asText())
                .contains(created.json().get("DiscoveryJobType").asText());
    }

    // --------------------------------------------------------------------------------------------------------- reading

    @Test
    void aTypeThatEveryServerHasIsShown() {
        WireFiles.of("CertificateStoreTypes.Get").assertResponse("pem", 200, readerOf5.get(TYPES + "/2"));
    }

    @Test
    void theNumberZeroIsAType() {
        assertThat(readerOf5.get(TYPES + "/0").json().get("ShortName").asText()).isEqualTo("JKS");
    }

    @Test
    void oneThatIsNotThereIsNotFoundByItsNumberAndAnEmptyListByItsName() {
        WireFiles.of("CertificateStoreTypes.Get").assertResponse("unknown", 404, readerOf5.get(TYPES + "/77"));
        Answer byName = readerOf5.get(TYPES + "/Name/nobody");
        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.json().isArray() && byName.json().isEmpty()).isTrue();
        assertThat(byName.header("X-Total-Count")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Colour%20-eq%201",
        "unknown-sort-field,SortField=Colour",
    })
    void aListThatCannotBeMadeIsRefused(String name, String parameters) {
        WireFiles.of("CertificateStoreTypes.List").assertResponse(name, 400, readerOf5.get(TYPES + "?" + parameters));
    }

    // ---------------------------------------------------------------------------------------------------------- change

    @Test
    void aTypeOfWhichThereIsNothingIsReplacedAltogether() {
        Answer created = create(", \"Capability\": \"C" + shortName + "\", \"CertificateFormat\": 1,"
                + " \"Properties\": [{\"Name\": \"A\"}], \"SupportedOperations\": {\"Discovery\": true}");
        int id = id(created);

        Answer updated = update(id, ", \"SupportedOperations\": {\"Remove\": true}, \"LocalStore\": true");

        WireFiles wire = wire("Update", created);
        wire = wire.with(
                "management-job", updated.json().get("ManagementJobType").asText());
        wire.assertResponse("everything", 200, updated);
        assertThat(readerOf5.get(TYPES + "/" + id).json()).isEqualTo(updated.json());
        assertThat(world.audited(3005, 2, "" + id)).isPositive();

        Answer again = update(id, ", \"SupportedOperations\": {\"Discovery\": true}");
        assertThat(again.json().get("DiscoveryJobType"))
                .isEqualTo(created.json().get("DiscoveryJobType"));
    }

    @Test
    void whileThereAreStoresOnlyNamesChangeAndOperationsAreAdded() {
        String before = ", \"SupportedOperations\": {\"Add\": true}, \"Properties\": [{\"Name\": \"A\"}]";
        int id = id(create(before));
        storeOf(id);

        assertThat(update(id, before.replace("\"Add\": true", "\"Add\": true, \"Enrollment\": true"))
                        .status())
                .isEqualTo(200);
        WireFiles wire = WireFiles.of("CertificateStoreTypes.Update").with("short-name", shortName);
        wire.assertResponse("operation-removed", 400, update(id, before.replace("\"Add\": true", "")));
        wire.assertResponse(
                "in-use",
                400,
                update(
                        id,
                        before.replace("\"A\"", "\"B\"") + ", \"ServerRequired\": true,"
                                + " \"SupportedOperations\": {\"Add\": true, \"Enrollment\": true}"));
        String renamed = "{\"StoreType\": " + id + ", \"Name\": \"Renamed " + shortName + "\", \"ShortName\": \""
                + shortName + "\"" + before.replace("true", "true, \"Enrollment\": true") + "}";
        assertThat(modifier.put(TYPES, renamed).json().get("Name").asText()).isEqualTo("Renamed " + shortName);
    }

    /** A store without an agent. */
    private void storeOf(int type) {
        Answer store = modifier.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "/srv/x", "CertStoreType": %d, "AgentId": null}
                """.formatted(world.machine(), type));
        assertThat(store.status()).as(store.body()).isEqualTo(200);
    }

    @Test
    void whatApprovedAgentsAnnouncedKeepsItsName() {
        int id = id(create(""));
        world.agent("certstores." + shortName + ".inventory");

        WireFiles.of("CertificateStoreTypes.Update")
                .with("short-name", shortName)
                .assertResponse("announced", 400, update(id, ", \"Capability\": \"Other" + shortName + "\""));
    }

    @Test
    void aTypeThatEveryServerHasKeepsItsDefinition() {
        JsonNode pem = readerOf5.get(TYPES + "/2").json();

        assertThat(modifier.put(TYPES, pem.toString()).json()).isEqualTo(pem);
        WireFiles.of("CertificateStoreTypes.Update")
                .assertResponse(
                        "built-in", 400, modifier.put(TYPES, pem.toString().replace("privateKeyPath", "elsewhere")));
    }

    @Test
    void oneThatIsNotThereIsNotFoundToChange() {
        WireFiles.of("CertificateStoreTypes.Update").assertResponse("unknown", 404, modifier.put(TYPES, """
                {"StoreType": 77, "Name": "X", "ShortName": "X"}
                """));
        WireFiles.of("CertificateStoreTypes.Update").assertResponse("no-number", 400, modifier.put(TYPES, """
                {"Name": "X", "ShortName": "X"}
                """));
    }

    // -------------------------------------------------------------------------------------------------------- deletion

    @Test
    void aTypeIsDeletedOnceThereIsNothingOfIt() {
        int id = id(create(""));

        Answer deleted = modifier.send("DELETE", TYPES + "/" + id, Optional.of("null"));
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertThat(readerOf5.get(TYPES + "/" + id).status()).isEqualTo(404);
        assertThat(world.audited(3005, 3, "" + id)).isPositive();
        WireFiles.of("CertificateStoreTypes.Delete")
                .with("id", "" + id)
                .assertResponse("unknown", 404, modifier.delete(TYPES + "/" + id));
    }

    @Test
    void aTypeInUseAndOneThatEveryServerHasStay() {
        int id = id(create(""));
        storeOf(id);
        WireFiles wire = WireFiles.of("CertificateStoreTypes.Delete").with("short-name", shortName);

        wire.assertResponse("in-use", 400, modifier.delete(TYPES + "/" + id));
        wire.assertResponse("built-in", 400, modifier.delete(TYPES + "/0"));
    }

    @Test
    void deletingManyIsAllOrNothing() {
        int free = id(create(""));
        String kept = shortName;
        aShortName();
        int used = id(create(""));
        storeOf(used);
        WireFiles wire = WireFiles.of("CertificateStoreTypes.DeleteMany").with("used", "" + used);

        wire.assertResponse(
                "in-use", 400, modifier.send("DELETE", TYPES, Optional.of("[" + free + "," + used + ",2]")));
        wire.assertResponse("unknown", 400, modifier.send("DELETE", TYPES, Optional.of("[" + free + ",77]")));
        wire.assertResponse("empty", 400, modifier.send("DELETE", TYPES, Optional.of("[]")));
        assertThat(readerOf5.get(TYPES + "/Name/" + kept).json()).hasSize(1);

        assertThat(modifier.send("DELETE", TYPES, Optional.of("[" + free + "]")).status())
                .isEqualTo(204);
    }

    // ----------------------------------------------------------------------------------------------------- permissions

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | ``    | {}
            PUT    | ``    | {}
            DELETE | ``    | [1]
            DELETE | /1    |
            """)
    void changingTypesNeedsThePermissionForAllStores(String verb, String path, @Nullable String body) {
        Answer refused =
                ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5).send(verb, TYPES + path, Optional.ofNullable(body));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("/certificate_stores/modify/");
    }
}
