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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static WireFiles wire(String operation, String id) {
        return WireFiles.of("JobTypes." + operation).with("id", id).with("unknown", UNKNOWN);
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
    }

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Colour%20-eq%201",
        "no-value,QueryString=JobTypeName%20-eq",
        "unknown-sort-field,SortField=Colour",
        "direction,SortAscending=2",
        "page-zero,PageReturned=0",
        "limit-zero,ReturnLimit=0",
        "negative-skip,SkipCount=-1"
    })
    void whatCannotBeListedIsRefused(String name, String parameters) {
        WireFiles.of("JobTypes.List").assertResponse(name, 400, reader.get(TYPES + "?" + parameters));
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
        wire("Get", id).assertResponse("unknown", 404, reader.get(TYPES + "/" + id));
        wire("Delete", id).assertResponse("unknown", 404, manager.delete(TYPES + "/" + id));
    }

    @Test
    void aTypeInUseIsNeitherDeletedNorChangedInWhatItsJobsRelyOn() {
        String name = name();
        String id = create(name, "[{\"Name\":\"Host\",\"Type\":1}]");
        UUID agent = world.agent("Custom." + name);
        Answer job = manager.post(
                "/KeyfactorAPI/OrchestratorJobs/Custom",
                "{\"AgentId\":\"" + agent + "\",\"JobTypeName\":\"" + name
                        + "\",\"Schedule\":{\"Interval\":{\"Minutes\":5}}}");
        assertThat(job.status()).as(job.body()).isEqualTo(200);
        JsonNode before = reader.get(TYPES + "/" + id).json();

        wire("Delete", id).with("name", name).assertResponse("in-use", 400, manager.delete(TYPES + "/" + id));
        WireFiles update = wire("Update", id).with("name", name).with("other-name", name());
        for (String change : new String[] {"renamed-in-use", "other-type-in-use", "required-in-use"}) {
            update.assertResponse(change, 400, manager.put(TYPES, update.request(change)));
        }

        assertThat(reader.get(TYPES + "/" + id).json()).isEqualTo(before);
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        String name = name();
        create(name, "[]");
        WireFiles create = WireFiles.of("JobTypes.Create").with("name", name.toUpperCase(java.util.Locale.ROOT));
        create.assertResponse("name-taken", 400, manager.post(TYPES, create.request("name-taken")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-name",
                "null-name",
                "name-with-space",
                "name-of-a-kind",
                "name-of-log-fetches",
                "beginning-of-a-capability",
                "field-without-name",
                "field-with-blank-name",
                "field-without-type",
                "field-type-6",
                "field-type-integer",
                "null-field",
                "two-fields-of-one-name",
                "default-no-number",
                "default-no-truth",
                "default-no-date",
                "default-of-a-secret",
                "default-is-a-list",
                "fields-no-list",
                "null",
                "no-json"
            })
    void whatIsNoJobTypeIsRefused(String name) {
        assertNotCreated(name, WireFiles.of("JobTypes.Create").with("name", name()));
    }

    @Test
    void whatIsBeyondALimitIsRefusedWithTheLimit() {
        WireFiles create = WireFiles.of("JobTypes.Create").with("name", name());
        assertNotCreated("long-name", create.with("too-long", "x".repeat(CustomJobTypeDefinition.NAME_LENGTH_MAX + 1)));
        assertNotCreated(
                "long-description",
                create.with("too-long", "x".repeat(CustomJobTypeDefinition.DESCRIPTION_LENGTH_MAX + 1)));
        assertNotCreated(
                "many-fields",
                create.with(
                        "too-many",
                        IntStream.rangeClosed(0, CustomJobTypeDefinition.FIELDS_MAX)
                                .mapToObj(i -> "{\"Name\":\"x" + i + "\",\"Type\":1}")
                                .collect(Collectors.joining(","))));
    }

    private void assertNotCreated(String name, WireFiles create) {
        long before = world.count("SELECT count(*) FROM custom_job_type");
        create.assertResponse(name, 400, manager.post(TYPES, create.request(name)));
        assertThat(world.count("SELECT count(*) FROM custom_job_type")).isEqualTo(before);
    }

    @Test
    void anUpdateNeedsTheIdOfATypeThatIsThereAndANameThatIsFree() {
        String taken = name();
        create(taken, "[]");
        String name = name();
        WireFiles update = wire("Update", create(name, "[]")).with("name", name).with("other-name", taken);
        for (String change : new String[] {"no-id", "id-no-guid", "no-name", "name-taken", "null"}) {
            update.assertResponse(change, 400, manager.put(TYPES, update.request(change)));
        }
        update.assertResponse("unknown", 400, manager.put(TYPES, update.request("unknown")));
    }

    @Test
    void aBadIdInThePathIsTheSendersFault() {
        wire("Get", UNKNOWN).assertResponse("no-guid", 400, reader.get(TYPES + "/5"));
        wire("Delete", UNKNOWN).assertResponse("no-guid", 400, manager.delete(TYPES + "/abc"));
    }

    @Test
    void logFetchesAreNotAmongTheTypes() {
        for (JsonNode type : reader.get(TYPES + "?ReturnLimit=10000").json()) {
            assertThat(type.get("JobTypeName").asText()).isNotEqualToIgnoringCase("FetchLogs");
        }
    }
}
