package io.quartermaster.server.cert;

import static io.quartermaster.server.cert.ApiCertificates.CERTIFICATES;
import static io.quartermaster.server.cert.ApiCertificates.FIELDS;
import static io.quartermaster.server.cert.ApiCertificates.query;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /MetadataFields} and {@code /Certificates/Metadata} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class MetadataApiTest {
    private final ApiClient manager = ApiClient.as(TestUser.CERTIFICATES_MANAGER);
    private final ApiClient reader = ApiClient.as(TestUser.CERTIFICATES_READER);
    private String field = "";
    private String name = "";
    private List<Integer> ids = List.of();

    @Inject
    ApiWorld world;

    @Inject
    ApiCertificates certificates;

    @BeforeEach
    void certificatesAndAName() {
        // Letters only behind a dash: the name is one that queries can name.
        field = world.unique("F").replace('-', '_');
        name = world.unique("meta") + ".example.test";
        ids = certificates.add(List.of(TestCertificates.der(name, 1), TestCertificates.der(name, 2)));
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("MetadataFields." + operation).with("field", field).with("certificate", ids.getFirst());
    }

    private int create(String type, String more) {
        Answer created = manager.post(
                FIELDS,
                "{\"Name\":\"%s\",\"Description\":\"Of a test\",\"DataType\":%s%s}".formatted(field, type, more));
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created.json().get("Id").asInt();
    }

    private Answer set(int certificate, String value) {
        return manager.put(
                CERTIFICATES + "/Metadata",
                "{\"Id\":%d,\"Metadata\":{\"%s\":%s}}".formatted(certificate, field, value));
    }

    private String get(int certificate) {
        JsonNode value = reader.get(CERTIFICATES + "/" + certificate + "?includeMetadata=true")
                .json()
                .get("Metadata")
                .get(field);
        return value == null ? "" : value.asText();
    }

    private int found(String condition) {
        String query = "IssuedCN -eq \"" + name + "\" AND " + field + " " + condition;
        Answer answer = reader.get(query(CERTIFICATES, query, ""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().size();
    }

    @Test
    void aFieldIsCreatedReadByIdAndByNameChangedAndDeleted() {
        Answer created = manager.post(FIELDS, wire("Create").request("choice"));
        int id = created.json().get("Id").asInt();
        int order = created.json().get("DisplayOrder").asInt();
        WireFiles wire = wire("Create").with("id", id).with("order", order);
        wire.assertResponse("choice", 200, created);
        assertThat(manager.get(FIELDS + "/" + id).json()).isEqualTo(created.json());
        assertThat(manager.get(FIELDS + "/" + field.toLowerCase(Locale.ROOT)).json())
                .isEqualTo(created.json());
        Answer changed = manager.put(
                FIELDS, wire("Update").with("id", id).with("order", order).request("other-choices"));
        wire("Update").with("id", id).with("order", order).assertResponse("other-choices", 200, changed);
        assertThat(manager.delete(FIELDS + "/" + id).status()).isEqualTo(204);
        wire("Get").with("id", String.valueOf(id)).assertResponse("unknown", 404, manager.get(FIELDS + "/" + id));
        assertThat(world.audited(3030, 1, field)).isEqualTo(1);
        assertThat(world.audited(3030, 2, field)).isEqualTo(1);
        assertThat(world.audited(3030, 3, field)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"no-name", "bad-name", "no-type", "unknown-type", "no-options", "bad-expression", "default-unfit"})
    void aFieldThatCannotBeIsRefused(String name) {
        wire("Create")
                .assertResponse(name, 400, manager.post(FIELDS, wire("Create").request(name)));
    }

    @Test
    void aNameIsTakenInAnyCase() {
        create("1", "");
        Answer again = manager.post(
                FIELDS,
                "{\"Name\":\"%s\",\"Description\":\"x\",\"DataType\":1}".formatted(field.toUpperCase(Locale.ROOT)));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().get("ErrorCode").asText()).isEqualTo("0xA0110026");
    }

    @Test
    void fieldsAreListedByQuery() {
        create("2", "");
        Answer list = ApiClient.as(TestUser.METADATA_READER).get(query(FIELDS, "Name -eq \"" + field + "\"", ""));
        assertThat(list.header("X-Total-Count")).isEqualTo("1");
        assertThat(list.json().get(0).get("DataType").asInt()).isEqualTo(2);
    }

    @Test
    void aFieldInUseGoesOnlyByForceAndKeepsItsType() {
        int id = create("1", "");
        assertThat(manager.get(FIELDS + "/" + id + "/InUse").body()).isEqualTo("false");
        set(ids.getFirst(), "\"x\"");
        assertThat(manager.get(FIELDS + "/" + id + "/InUse").body()).isEqualTo("true");
        wire("Delete").with("id", String.valueOf(id)).assertResponse("in-use", 400, manager.delete(FIELDS + "/" + id));
        wire("Update")
                .with("id", id)
                .assertResponse(
                        "type-in-use",
                        400,
                        manager.put(
                                FIELDS,
                                "{\"Id\":%d,\"Name\":\"%s\",\"Description\":\"x\",\"DataType\":2,\"DisplayOrder\":1}"
                                        .formatted(id, field)));
        assertThat(manager.send("DELETE", FIELDS + "?force=true", Optional.of("[" + id + "]"))
                        .status())
                .isEqualTo(204);
        assertThat(get(ids.getFirst())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|\"web\"|web|-eq \"WEB\"|-eq \"mail\"",
                "2|\"0042\"|42|-gt 41|-lt 42",
                "2|42|42|-eq 42|-eq 43",
                "3|\"2026-01-31\"|2026-01-31|-ge \"2026-01-31\"|-lt \"2026-01-31\"",
                "3|\"01/31/2026 10:00:00\"|2026-01-31T10:00:00Z|-eq \"2026-01-31\"|-eq \"2026-02-01\"",
                "4|\"True\"|true|-eq true|-eq false",
                "4|false|false|-ne true|-eq true",
                "6|\"long\"|long|-contains \"on\"|-contains \"x\"",
                "7|\"ops@example.test; web@example.test\"|ops@example.test; web@example.test|-contains \"web@\"|-eq NULL"
            })
    void valuesHaveTheirTypeAndAreFoundByIt(String type, String sent, String kept, String finds, String findsNot) {
        create(type, "");

        assertThat(set(ids.getFirst(), sent).status()).isEqualTo(204);

        assertThat(get(ids.getFirst())).isEqualTo(kept);
        assertThat(found(finds)).as(finds).isPositive();
        assertThat(found(findsNot)).as(findsNot).isLessThan(2);
        assertThat(found("-ne NULL")).isEqualTo(1);
        assertThat(found("-eq NULL")).isEqualTo(1);
        assertThat(set(ids.getFirst(), "\"\"").status()).isEqualTo(204);
        assertThat(get(ids.getFirst())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2,whole,many",
        "3,date,yesterday",
        "4,truth,perhaps",
        "7,address,nobody",
    })
    void aValueThatItsFieldDoesNotTakeIsRefused(String type, String name, String value) {
        create(type, "");
        wire("Values").assertResponse(name, 400, set(ids.getFirst(), "\"" + value + "\""));
        assertThat(get(ids.getFirst())).isEmpty();
    }

    @Test
    void aChoiceIsOneOfTheOptions() {
        create("5", ",\"Options\":\"Web, Mail\"");
        assertThat(set(ids.getFirst(), "\"mail\"").status()).isEqualTo(204);
        assertThat(get(ids.getFirst())).isEqualTo("Mail");
        wire("Values").assertResponse("choice", 400, set(ids.getFirst(), "\"News\""));
    }

    @Test
    void aTextFitsItsExpression() {
        create("1", ",\"Validation\":\"[A-Z]{3}\",\"Message\":\"Three capitals, please.\"");
        assertThat(set(ids.getFirst(), "\"ABC\"").status()).isEqualTo(204);
        wire("Values").assertResponse("expression", 400, set(ids.getFirst(), "\"abc\""));
    }

    /** An expression that takes for ever on a text must not take a thread for ever. */
    @Test
    void anExpressionThatNeverEndsIsGivenUp() {
        create("1", ",\"Validation\":\"(([a-z])+.)+[A-Z]([a-z])+\"");
        wire("Values").assertResponse("endless", 400, set(ids.getFirst(), "\"" + "a".repeat(300) + "\""));
    }

    @Test
    void manyCertificatesGetValuesAtOnce() {
        create("1", "");
        set(ids.getFirst(), "\"first\"");
        String all = CERTIFICATES + "/Metadata/All";

        Answer filled = manager.put(
                all,
                "{\"CertificateIds\":%s,\"Metadata\":[{\"MetadataName\":\"%s\",\"Value\":\"new\"}]}"
                        .formatted(ids, field));

        assertThat(filled.status()).as(filled.body()).isEqualTo(204);
        assertThat(get(ids.get(0))).isEqualTo("first");
        assertThat(get(ids.get(1))).isEqualTo("new");
        Answer replaced = manager.put(all, """
                {"Query":"IssuedCN -eq \\"%s\\"",
                 "Metadata":[{"MetadataName":"%s","Value":"all","OverwriteExisting":true}]}
                """.formatted(name, field));
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(204);
        assertThat(ids).allMatch(id -> get(id).equals("all"));
        wire("All").assertResponse("neither", 400, manager.put(all, "{\"Metadata\":[{\"MetadataName\":\"x\"}]}"));
        wire("All")
                .assertResponse(
                        "unknown",
                        400,
                        manager.put(
                                all,
                                "{\"CertificateIds\":[2000000000],\"Metadata\":[{\"MetadataName\":\"%s\",\"Value\":\"x\"}]}"
                                        .formatted(field)));
    }

    @Test
    void valuesAreCompared() {
        create("4", "");
        set(ids.getFirst(), "true");
        String compare = CERTIFICATES + "/Metadata/Compare?certificateId=%d&metadataFieldName=%s&value=%s";

        assertThat(reader.get(compare.formatted(ids.getFirst(), field, "True")).body())
                .isEqualTo("true");
        assertThat(reader.get(compare.formatted(ids.getFirst(), field, "false")).body())
                .isEqualTo("false");
        assertThat(reader.get(compare.formatted(ids.get(1), field, "")).body()).isEqualTo("true");
    }

    @Test
    void thePermissionForTheCollectionIsEnoughForWhatIsInIt() {
        create("1", "");
        certificates.collectionIs("IssuedCN -eq \"" + name + "\"");
        ApiClient ofCollection = ApiClient.as(TestUser.MANAGER_OF_COLLECTION_5);
        String body = "{\"CertificateId\":%d,\"Metadata\":{\"%s\":\"x\"}}".formatted(ids.getFirst(), field);

        assertThat(ofCollection
                        .put(CERTIFICATES + "/Metadata?collectionId=5", body)
                        .status())
                .isEqualTo(204);
        assertThat(ofCollection.put(CERTIFICATES + "/Metadata", body).status()).isEqualTo(403);
        assertThat(ApiClient.as(TestUser.READER_OF_COLLECTION_5)
                        .put(CERTIFICATES + "/Metadata?collectionId=5", body)
                        .status())
                .isEqualTo(403);
        assertThat(world.audited(2001, 2, String.valueOf(ids.getFirst()))).isEqualTo(1);
    }
}
