package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom job types over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CustomJobTypesApiTest {
    private static final String TYPES = "/KeyfactorAPI/JobTypes/Custom";
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";

    private final ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);
    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    private String name() {
        return world.unique("Type");
    }

    private String create(String name, String fields) {
        Answer answer = manager.post(TYPES, "{\"JobTypeName\":\"" + name + "\",\"JobTypeFields\":" + fields + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("Id").asText();
    }

    private static void assertRefused(Answer answer, int status, String code, String part) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo(code);
        assertThat(answer.json().get("Message").asText()).contains(part);
    }

    @Test
    void typesAreCreatedWithTheirFieldsAndReadBack() {
        String name = name();
        WireFiles create = WireFiles.of("JobTypes.Create").with("name", name);
        Answer created = manager.post(TYPES, create.request("all-field-types"));
        String id = created.json().get("Id").asText();
        create.with("id", id).assertResponse("all-field-types", 200, created);
        WireFiles.of("JobTypes.Get")
                .with("name", name)
                .with("id", id)
                .assertResponse("all-field-types", 200, reader.get(TYPES + "/" + id));
        assertThat(world.audited(3008, 1, id)).isEqualTo(1);
    }

    @Test
    void theListHasTheTotalAndTakesTheQueryUnderBothNames() {
        String first = name();
        String id = create(first, "[]");
        create(name(), "[{\"Name\":\"Host\",\"Type\":1}]");
        String query = URLEncoder.encode("JobTypeName -eq \"" + first + "\"", StandardCharsets.UTF_8);
        for (String parameter : new String[] {"QueryString", "querystring", "pq.queryString"}) {
            Answer answer = reader.get(TYPES + "?" + parameter + "=" + query);
            assertThat(answer.header("X-Total-Count")).isEqualTo("1");
            WireFiles.of("JobTypes.List").with("name", first).with("id", id).assertResponse("by-name", 200, answer);
        }
        Answer page = reader.get(TYPES + "?ReturnLimit=1&SortField=JobTypeName&SortAscending=1");
        assertThat(page.json()).hasSize(1);
        assertThat(Long.parseLong(page.header("X-Total-Count"))).isGreaterThanOrEqualTo(2);
        assertRefused(reader.get(TYPES + "?SortField=Colour"), 400, "0xA011004A", "Invalid sort field: Colour.");
        assertRefused(reader.get(TYPES + "?QueryString=Colour+-eq+1"), 400, "0xA0110021", "Colour");
        assertRefused(reader.get(TYPES + "?ReturnLimit=0"), 400, "0xA0110001", "ReturnLimit");
    }

    @Test
    void anUpdateReplacesEverything() {
        String name = name();
        String id = create(name, "[{\"Name\":\"Host\",\"Type\":1},{\"Name\":\"Port\",\"Type\":2}]");
        WireFiles update = WireFiles.of("JobTypes.Update").with("name", name).with("id", id);
        Answer answer = manager.put(TYPES, update.request("other-fields"));
        update.assertResponse("other-fields", 200, answer);
        assertThat(reader.get(TYPES + "/" + id).json()).isEqualTo(answer.json());
    }

    @Test
    void aDeletedTypeIsGone() {
        String id = create(name(), "[]");
        Answer deleted = manager.send("DELETE", TYPES + "/" + id, java.util.Optional.of("null"));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertRefused(reader.get(TYPES + "/" + id), 404, "0xA0110009", id);
        assertRefused(manager.delete(TYPES + "/" + id), 404, "0xA0110009", id);
    }

    @Test
    void aTypeInUseIsNeitherDeletedNorRenamed() {
        String name = name();
        String id = create(name, "[]");
        UUID agent = world.agent("Custom." + name);
        Answer job = manager.post(
                "/KeyfactorAPI/OrchestratorJobs/Custom",
                "{\"AgentId\":\"" + agent + "\",\"JobTypeName\":\"" + name
                        + "\",\"Schedule\":{\"Interval\":{\"Minutes\":5}}}");
        assertThat(job.status()).as(job.body()).isEqualTo(200);
        assertRefused(manager.delete(TYPES + "/" + id), 400, "0xA0110026", "while 1 job is scheduled");
        assertRefused(
                manager.put(TYPES, "{\"Id\":\"" + id + "\",\"JobTypeName\":\"" + name() + "\"}"),
                400,
                "0xA0110026",
                "cannot be renamed");
        assertThat(reader.get(TYPES + "/" + id).json().get("JobTypeName").asText())
                .isEqualTo(name);
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        String name = name();
        create(name, "[]");
        WireFiles create = WireFiles.of("JobTypes.Create").with("name", name.toUpperCase(java.util.Locale.ROOT));
        create.assertResponse("name-taken", 400, manager.post(TYPES, create.request("name-taken")));
    }

    @ParameterizedTest(name = "{1} {2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                       | 0xA0110001 | JobTypeName is required
            {"JobTypeName":null}                                                     | 0xA0110001 | JobTypeName is required
            {"JobTypeName":"two words"}                                              | 0xA0110001 | without spaces
            {"JobTypeName":"Management"}                                             | 0xA0110026 | built in
            {"JobTypeName":"fetchlogs"}                                              | 0xA0110026 | built in
            {"JobTypeName":"A","JobTypeFields":[{"Type":1}]}                         | 0xA0110001 | JobTypeFields[0].Name
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":1},{"Name":"y"}]} | 0xA0110001 | JobTypeFields[1].Type
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":6}]}              | 0xA0110001 | JobTypeFields[0].Type
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":"Integer"}]}      | 0xA0110001 | 2 (Int)
            {"JobTypeName":"A","JobTypeFields":[null]}                               | 0xA0110001 | JobTypeFields[0]
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":1},{"Name":"X","Type":1}]} | 0xA0110026 | Two fields
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":2,"DefaultValue":"soon"}]} | 0xA0110027 | 'x'
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":4,"DefaultValue":2}]}      | 0xA0110027 | true or false
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":5,"DefaultValue":"s"}]}    | 0xA0110027 | secret
            {"JobTypeName":"A","JobTypeFields":[{"Name":"x","Type":1,"DefaultValue":[]}]}     | 0xA0110001 | DefaultValue
            {"JobTypeName":"A","JobTypeFields":"x"}                                  | 0xA0110001 | JobTypeFields
            null                                                                     | 0xA0110001 | body
            [1                                                                       | 0xA0110001 | body
            """)
    void whatIsNoJobTypeIsRefused(String body, String code, String part) {
        long before = world.count("SELECT count(*) FROM custom_job_type");
        assertRefused(manager.post(TYPES, body), 400, code, part);
        assertThat(world.count("SELECT count(*) FROM custom_job_type")).isEqualTo(before);
    }

    @Test
    void anUpdateNeedsTheIdOfATypeThatIsThere() {
        assertRefused(manager.put(TYPES, "{\"JobTypeName\":\"A\"}"), 400, "0xA0110001", "Id is required");
        assertRefused(manager.put(TYPES, "{\"Id\":\"x\",\"JobTypeName\":\"A\"}"), 400, "0xA0110001", "Id");
        assertRefused(
                manager.put(TYPES, "{\"Id\":\"" + UNKNOWN + "\",\"JobTypeName\":\"A\"}"), 404, "0xA0110009", UNKNOWN);
    }

    @Test
    void aBadIdInThePathIsTheSendersFault() {
        assertRefused(reader.get(TYPES + "/5"), 400, "0xA0110001", "id must be a GUID");
        assertRefused(manager.delete(TYPES + "/abc"), 400, "0xA0110001", "id must be a GUID");
        assertRefused(reader.get(TYPES + "/" + UNKNOWN), 404, "0xA0110009", UNKNOWN);
    }

    @Test
    void logFetchesAreNotAmongTheTypes() {
        for (JsonNode type : reader.get(TYPES + "?ReturnLimit=10000").json()) {
            assertThat(type.get("JobTypeName").asText()).isNotEqualToIgnoringCase("FetchLogs");
        }
    }
}
