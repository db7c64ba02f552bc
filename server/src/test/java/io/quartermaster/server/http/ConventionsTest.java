package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every endpoint, shown on endpoints that exist for it. */
@QuarkusTest
@TestProfile(SamplesServed.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class ConventionsTest {
    private static final String SAMPLES = "/KeyfactorAPI/Samples";
    private static final String ID = "0B5E8C1E-6B9D-4C58-9A3E-000000000001";

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/KeyfactorAPI/Samples",
                "/keyfactorapi/samples",
                "/KEYFACTORAPI/SAMPLES/",
                "/Keyfactor/API/Samples",
                "/keyfactor/api/Samples/",
                "/KeyfactorAPI//Samples",
                "/KeyfactorAPI/S%61mples",
                "/%4BeyfactorAPI/Samples",
                "/elsewhere/../KeyfactorAPI/./Samples"
            })
    void oneEndpointHasManySpellings(String path) {
        Answer answer = admin.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get(0).get("Thread").asBoolean()).isTrue();
    }

    @Test
    void aParameterOfThePathKeepsItsCaseAndItsEncoding() {
        assertThat(admin.get("/keyfactorAPI/SAMPLES/aB%2Fc%20%C3%A4+d/NAME")
                        .json()
                        .get("Id")
                        .asText())
                .isEqualTo("aB/c ä+d");
    }

    @Test
    void anUnknownPathIsNotFoundWithABody() {
        Answer answer = admin.get("/KeyfactorAPI/Sample");
        assertRefused(answer, 404, "0xA0110009", "There is no /Sample here.");
        assertRefused(admin.get("/KeyfactorAPI"), 404, "0xA0110009", null);
    }

    @Test
    void aMethodThatAPathDoesNotHaveIsRefusedWithThoseItHas() {
        Answer answer = admin.send("PATCH", "/keyfactorapi/samples", Optional.of("{}"));
        assertRefused(
                answer, 405, "0xA011000C", "There is no PATCH on /Samples; there is: GET, HEAD, OPTIONS, POST, PUT.");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST, PUT");
    }

    @Test
    void theMethodIsReadInAnyCase() {
        Answer answer = admin.send("Put", SAMPLES, Optional.of("[\"" + ID + "\"]"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get(0).asText()).isEqualTo("0b5e8c1e-6b9d-4c58-9a3e-000000000001");
    }

    @Test
    void headAndOptionsAreAnswered() {
        Answer head = admin.send("HEAD", SAMPLES, Optional.empty());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("X-Total-Count")).isEqualTo("7");
        assertThat(head.body()).isEmpty();
        Answer options = ApiClient.anonymous().send("OPTIONS", SAMPLES, Optional.empty());
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST, PUT");
    }

    @Test
    void aBodyOnGetAndDeleteIsIgnored() {
        assertThat(admin.send("GET", SAMPLES, Optional.of("null")).status()).isEqualTo(200);
        assertThat(admin.send("DELETE", SAMPLES + "/" + ID, Optional.of("null")).status())
                .isEqualTo(204);
        assertThat(admin.send("GET", SAMPLES, Optional.of("{not json")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "*/*", "application/xml", "text/html;q=0.9", "nonsense"})
    void whateverAClientAcceptsItGetsJson(String accept) {
        Answer answer = admin.with("Accept", accept).get(SAMPLES);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=UTF-8",
                "text/json",
                "application/json-patch+json",
                "application/vnd.x+json",
                "text/plain",
                "nonsense"
            })
    void whateverABodyIsCalledItIsReadAsJson(String type) {
        Answer answer = admin.with("Content-Type", type).post(SAMPLES, "{\"clientMACHINE\":\"ä\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("ClientMachine").asText()).isEqualTo("ä");
    }

    @Test
    void aBodyWithoutATypeIsReadAsJson() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ApiClient.base() + SAMPLES))
                .header("Authorization", TestUser.ADMIN.credentials())
                .header("x-keyfactor-requested-with", "APIClient")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(ApiClient.send(request).status()).isEqualTo(200);
    }

    @Test
    void nullsAreWrittenAndKeysAreInPascalCase() {
        assertThat(admin.post(SAMPLES, "{}").body())
                .isEqualTo(
                        "{\"ClientMachine\":null,\"Count\":null,\"Total\":null,\"IsOn\":null,\"Id\":null,\"At\":null,"
                                + "\"Colour\":null,\"JobIds\":null}");
    }

    @Test
    void scalarsAreReadInEveryUnambiguousForm() {
        JsonNode read = admin.post(SAMPLES, """
                        {"CLIENTMACHINE": 5, "count": "105", "Total": " 7 ", "ISON": "False", "unknown": {"x": []},
                         "Id": "0B5E8C1E-6B9D-4C58-9A3E-000000000001", "At": "2026-01-31 10:00:00", "colour": "3",
                         "JobIds": ["0b5e8c1e-6b9d-4c58-9a3e-000000000001"]}""").json();
        assertThat(read.get("ClientMachine").asText()).isEqualTo("5");
        assertThat(read.get("Count").asInt()).isEqualTo(105);
        assertThat(read.get("Total").asInt()).isEqualTo(7);
        assertThat(read.get("IsOn").isBoolean()).isTrue();
        assertThat(read.get("IsOn").asBoolean()).isFalse();
        assertThat(read.get("Id").asText()).isEqualTo("0b5e8c1e-6b9d-4c58-9a3e-000000000001");
        assertThat(read.get("At").asText()).isEqualTo("2026-01-31T10:00:00Z");
        assertThat(read.get("Colour").isInt()).isTrue();
        assertThat(read.get("Colour").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"PaleRed\"", "\"pale_red\"", "\"PALERED\"", "3", "\"3\""})
    void enumerationsAreReadAsNumberAndAsName(String written) {
        assertThat(admin.post(SAMPLES, "{\"Colour\":" + written + "}")
                        .json()
                        .get("Colour")
                        .asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Id", "Count", "Total", "IsOn", "At", "Colour"})
    void anEmptyTextIsNoValue(String key) {
        assertThat(admin.post(SAMPLES, "{\"" + key + "\":\"\"}").json().get(key).isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"JobIds\":[\"" + ID + "\",\"abc\"]}|JobIds[1] (line 1, column 51): expected a GUID, found \"abc\".",
                "{\"Count\":\"many\"}|Count (line 1, column 10): expected a whole number from -2147483648 to 2147483647,"
                        + " found \"many\".",
                "{\"Count\":1.5}|Count (line 1, column 10): expected a whole number from -2147483648 to 2147483647, found"
                        + " 1.5.",
                "{\"IsOn\":\"perhaps\"}|IsOn (line 1, column 9): expected true or false, found \"perhaps\".",
                "{\"At\":\"2026-02-30\"}|At (line 1, column 7): expected a date and time such as 2026-01-31T10:00:00Z,"
                        + " found \"2026-02-30\".",
                "{\"Colour\":9}|Colour (line 1, column 11): expected one of PALE_RED, BLUE, found \"9\".",
                "{\"ClientMachine\":{}}|ClientMachine (line 1, column 18): expected a text.",
                "{\"ClientMachine\":\"a\\u0000\"}|ClientMachine (line 1, column 18): expected a text without the character"
                        + " U+0000.",
                "{\"JobIds\":5}|JobIds (line 1, column 11): expected an array.",
                "[]|(line 1, column 1): expected an object.",
                "{\"Count\":1|(line 1, column 11): the JSON text ends too early.",
                "{'Count':1}|(line 1, column 2): not JSON: Unexpected character (''' (code 39)): was expecting"
                        + " double-quote to start field name.",
                "{\"Count\":hunter2}|(line 1, column 10): not JSON: a word without quotes.",
                "{} {}|(line 1, column 4): expected an object."
            })
    void aWrongBodyIsRefusedWithThePlaceAndWhatWasExpected(String body, String fault) {
        Answer answer = admin.post(SAMPLES, body);
        assertRefused(answer, 400, "0xA0110001", "The body of the request, " + fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "  "})
    void aMissingBodyIsRefused(String body) {
        assertRefused(
                admin.post(SAMPLES, body), 400, "0xA0110001", "The request needs a body with JSON in it; it has none.");
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        String deep = "[".repeat(50_000);
        Answer answer = admin.post(SAMPLES, "{\"x\":" + deep);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("nesting depth (101) exceeds the maximum allowed (100).")
                .doesNotContain("StreamReadConstraints");
    }

    @Test
    void whileTheDatabaseIsAwayTheServerIsUnavailable() {
        assertRefused(
                admin.post(SAMPLES + "/outage/Fail", "{}"), 503, "0xA011000B", "The server cannot reach its database.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QueryString=Status%20-eq%201&PageReturned=2&ReturnLimit=20&SortField=Name&SortAscending=1&SampleId=9",
                "pq.queryString=Status+-eq+1&pq.pageReturned=2&pq.returnLimit=20&pq.sortField=Name&pq.sortAscending=1&sampleid=9",
                "certificateStoreQuery.QUERYSTRING=Status%20-eq+1&pageReturned=2&returnlimit=20&a.b.SortField=Name&sortascending=1&x.sampleId=9"
            })
    void parametersAreReadInAnyCaseAndWithAnyPrefix(String query) {
        JsonNode row = admin.get(SAMPLES + "?" + query).json().get(0);
        assertThat(row.get("Query").asText()).isEqualTo("Status -eq 1");
        assertThat(row.get("Offset").asInt()).isEqualTo(20);
        assertThat(row.get("Limit").asInt()).isEqualTo(20);
        assertThat(row.get("SortField").asText()).isEqualTo("Name");
        assertThat(row.get("Descending").asBoolean()).isTrue();
        assertThat(row.get("SampleId").asText()).isEqualTo("9");
    }

    @Test
    void unknownAndEmptyParametersAreIgnored() {
        JsonNode row = admin.get(SAMPLES + "?pq.start=3&&ReturnLimit=&SortField=&QueryString&x=%2F")
                .json()
                .get(0);
        assertThat(row.get("Limit").asInt()).isEqualTo(50);
        assertThat(row.get("Query").asText()).isEmpty();
        assertThat(row.get("SortField").asText()).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ReturnLimit=0|ReturnLimit must be 1 or more; this request has 0.",
                "pq.returnlimit=ten|ReturnLimit must be a whole number, at most 2147483647; this request has"
                        + " 'ten'.",
                "sampleId=x|sampleId must be a whole number; this request has 'x'.",
                "QueryString=%C3%28|The address has percent-encoded bytes that are not UTF-8.",
                "QueryString=a%00|The address must not have the character U+0000."
            })
    void aWrongParameterIsRefusedByName(String query, String message) {
        // By hand: the client of the JDK refuses to send some of these.
        assertRefused(RawClient.get(SAMPLES + "?" + query, TestUser.ADMIN), 400, "0xA0110001", message);
    }

    /** Refused by the framework before any code of ours; a client that encodes its addresses never sees it. */
    @ParameterizedTest
    @ValueSource(strings = {"QueryString=%2", "QueryString=%zz", "QueryString=a\"b"})
    void anAddressThatIsNoneIsRefused(String query) {
        assertThat(RawClient.get(SAMPLES + "?" + query, TestUser.ADMIN).status())
                .isEqualTo(400);
    }

    @Test
    void aFaultBeforeAnyResourceIsAnsweredLikeOneInside() {
        Answer answer = admin.with(FaultyFilter.HEADER, "yes").get(SAMPLES);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .doesNotContain("secret inside")
                .contains(answer.header("X-Keyfactor-Correlation-Id"))
                .contains("\"ErrorCode\":\"0xA0110000\"");
    }

    @Test
    void aWrongIdInThePathIsRefusedByName() {
        assertRefused(admin.delete(SAMPLES + "/17"), 400, "0xA0110001", "id must be a GUID; this request has '17'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "語"})
    void aQueryOfEightThousandCharactersFitsIntoTheAddress(String character) {
        String query = character.repeat(8_000);
        Answer answer = admin.get(SAMPLES + "?QueryString=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get(0).get("Query").asText()).isEqualTo(query);
    }

    @Test
    void aLongerAddressIsRefusedWithTheLimit() {
        Answer answer = admin.get(SAMPLES + "?QueryString=" + "a".repeat(80_000));
        assertRefused(answer, 414, "0xA011000A", "The address has 80034 characters; at most 80000 are read.");
        assertThat(admin.get(SAMPLES + "?QueryString=" + "a".repeat(200_000)).status())
                .isEqualTo(414);
    }

    @Test
    void aListHasItsTotalInAHeader() {
        Answer answer = admin.get(SAMPLES);
        assertThat(answer.json().isArray()).isTrue();
        assertThat(answer.header("X-Total-Count")).isEqualTo("7");
    }

    @Test
    void everyAnswerNamesVersionsProductAndItsOwnId() {
        List<Answer> answers = List.of(
                admin.get(SAMPLES),
                admin.delete(SAMPLES + "/" + ID),
                admin.get("/KeyfactorAPI/Nothing"),
                ApiClient.anonymous().get(SAMPLES),
                admin.get("/keyfactor/api/samples"),
                admin.post(SAMPLES, "{"),
                admin.post(SAMPLES + "/unexpected/Fail", ""));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header("Api-Supported-Versions")).isEqualTo("1.0");
            assertThat(answer.header("X-Keyfactor-Product-Version")).matches("25\\.\\d+\\.\\d+\\+quartermaster\\..+");
            assertThat(UUID.fromString(answer.header("X-Keyfactor-Correlation-Id")))
                    .isNotNull();
        });
        assertThat(answers.stream().map(answer -> answer.header("X-Keyfactor-Correlation-Id")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "2", "2.0", " "})
    void aVersionThatAnEndpointHasIsAccepted(String version) {
        Answer answer = admin.with("x-keyfactor-api-version", version).get(SAMPLES + "/x/Name");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Api-Supported-Versions")).isEqualTo("1.0, 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2.1", "one", "11111"})
    void anotherVersionIsRefused(String version) {
        Answer answer = admin.with("x-keyfactor-api-version", version).get(SAMPLES + "/x/Name");
        assertRefused(
                answer,
                400,
                "0xA0110008",
                "GET /Samples/{id}/Name has no version '" + version
                        + "'; the header x-keyfactor-api-version may be: 1.0, 2.");
    }

    @Test
    void theHeaderThatAFormCannotSendIsRequired() {
        Answer answer = admin.without("x-keyfactor-requested-with").get(SAMPLES);
        assertRefused(
                answer,
                400,
                "0xA0110007",
                "The header x-keyfactor-requested-with is missing; send it with the value APIClient or XMLHttpRequest.");
    }

    @Test
    void withoutCredentialsTheAnswerIsEmptyAndSaysHowToSignIn() {
        for (ApiClient client : List.of(
                ApiClient.anonymous(),
                ApiClient.anonymous().with("Authorization", "Basic bm9ib2R5OndobyBrbm93cw=="),
                ApiClient.anonymous().with("Authorization", "Bearer abc"),
                ApiClient.anonymous().with("Authorization", TestUser.agentCredentials()))) {
            Answer answer = client.get(SAMPLES);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
        }
    }

    @Test
    void afterTenWrongPasswordsTheNameHasToWait() {
        ApiClient guessing = ApiClient.anonymous().with("Authorization", "Basic Z3Vlc3Nlcjp3cm9uZw==");
        for (int i = 0; i < 10; i++) {
            assertThat(guessing.get(SAMPLES).status()).isEqualTo(401);
        }
        Answer answer = guessing.get(SAMPLES);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 61);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo("0xA0140003");
        assertThat(admin.get(SAMPLES).status()).isEqualTo(200);
    }

    @Test
    void aCallerWithoutARoleIsRefusedWithTheSentenceThatClientsKnow() {
        assertRefused(
                ApiClient.as(TestUser.STRANGER).get(SAMPLES),
                403,
                "0xA0140002",
                "User TEST\\stranger doesn't have the required permission");
    }

    @Test
    void aCallerWithoutThePermissionIsToldWhichOne() {
        Answer answer = ApiClient.as(TestUser.AGENTS_READER).delete(SAMPLES + "/" + ID);
        assertRefused(
                answer,
                403,
                "0xA0140002",
                "User TEST\\agents_reader does not have the required permissions: /agents/management/modify/.");
    }

    @Test
    void aPermissionForOneContainerIsEnoughToAskForTheList() {
        assertThat(ApiClient.as(TestUser.READER_OF_CONTAINER_5)
                        .get(SAMPLES + "/Stores")
                        .body())
                .contains("Only[ids=[5]]");
        assertThat(ApiClient.as(TestUser.STORES_MODIFIER)
                        .get(SAMPLES + "/Stores")
                        .body())
                .contains("All[]");
        assertRefused(
                ApiClient.as(TestUser.AGENTS_MANAGER).get(SAMPLES + "/Stores"),
                403,
                "0xA0140002",
                "User TEST\\agents_manager does not have the required permissions: /certificate_stores/read/.");
    }

    @ParameterizedTest
    @EnumSource(io.quartermaster.server.error.ErrorKind.class)
    void everyKindOfRefusalHasItsStatusAndCode(io.quartermaster.server.error.ErrorKind kind) {
        Answer answer = admin.post(SAMPLES + "/" + kind + "/Fail", "null");
        Refusal expected = Refusal.of(kind);
        assertThat(answer.status()).isEqualTo(expected.status());
        if (answer.status() == 401) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(answer.body())
                    .isEqualTo("{\"ErrorCode\":\"" + expected.code() + "\",\"Message\":\"Refused.\","
                            + "\"FailedOperations\":[{\"Id\":\"1\",\"Reason\":\"It is a one.\"}]}");
        }
    }

    @Test
    void aFaultOfTheServerShowsNothingOfItsInside() {
        Answer answer = admin.post(SAMPLES + "/unexpected/Fail", "null");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .doesNotContain("secret inside")
                .doesNotContain("IllegalState")
                .contains(answer.header("X-Keyfactor-Correlation-Id"))
                .contains("\"ErrorCode\":\"0xA0110000\"");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWithTheLimit() {
        String large = "{\"ClientMachine\":\"" + "a".repeat(17 * 1024 * 1024) + "\"}";
        assertRefused(
                admin.post(SAMPLES, large),
                413,
                "0xA011000A",
                "The body of the request is too large; at most 16777216 bytes are read.");
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsCounted() {
        byte[] large =
                ("{\"ClientMachine\":\"" + "a".repeat(17 * 1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(ApiClient.base() + SAMPLES))
                .header("Authorization", TestUser.ADMIN.credentials())
                .header("x-keyfactor-requested-with", "APIClient")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        assertThat(ApiClient.send(request).status()).isEqualTo(413);
    }

    @Test
    void oneConnectionServesManyRequestsWhateverTheyCarry() {
        // Each of these is answered without its body being read; the next must not begin in the middle of it.
        List<Integer> statuses = RawClient.statuses(Stream.of(
                        RawClient.request("GET", SAMPLES, TestUser.ADMIN, "null"),
                        RawClient.request("POST", "/KeyfactorAPI/Nothing", TestUser.ADMIN, "{\"a\":1}"),
                        RawClient.request("PATCH", SAMPLES, TestUser.ADMIN, "x".repeat(100_000)),
                        RawClient.request("Put", SAMPLES, TestUser.ADMIN, "[]"),
                        RawClient.request("GET", SAMPLES, TestUser.ADMIN, ""))
                .toList());
        assertThat(statuses).containsExactly(200, 404, 405, 200, 200);
    }

    @Test
    void anAgentIsAnsweredInItsOwnWay() {
        ApiClient agent = ApiClient.asAgent();
        Answer good = agent.post("/keyfactoragents/samples/LENGTH", "{\"Text\":\"four\"}");
        assertThat(good.status()).as(good.body()).isEqualTo(200);
        assertThat(good.json().get("Account").asText()).isEqualTo("machines");
        assertThat(good.json().get("Length").asInt()).isEqualTo(4);
    }

    @Test
    void everyErrorOfTheAgentProtocolHasAnEmptyBody() {
        ApiClient agent = ApiClient.asAgent();
        String path = "/KeyfactorAgents/Samples/Length";
        assertEmpty(agent.post(path, "{"), 400);
        assertEmpty(agent.post(path, ""), 400);
        assertEmpty(agent.post(path, "{\"Fail\":\"1\"}"), 400);
        assertEmpty(agent.get(path), 405);
        assertEmpty(agent.post("/KeyfactorAgents/Nothing", "{}"), 404);
        assertEmpty(ApiClient.as(TestUser.ADMIN).post(path, "{}"), 401);
        assertEmpty(ApiClient.anonymous().post(path, "{}"), 401);
    }

    @Test
    void anAgentMaySendALargeInventoryAfterAskingWhetherToContinue() {
        String body = "{\"Text\":\"" + "a".repeat(17 * 1024 * 1024) + "\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(ApiClient.base() + "/KeyfactorAgents/Samples/Length"))
                .header("Authorization", TestUser.agentCredentials())
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        Answer answer = ApiClient.send(request);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("Length").asInt()).isEqualTo(17 * 1024 * 1024);
    }

    private static void assertEmpty(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("X-Keyfactor-Correlation-Id")).isNotEmpty();
    }

    private static void assertRefused(
            Answer answer, int status, String code, @org.jspecify.annotations.Nullable String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo(code);
        if (message != null) {
            assertThat(answer.json().get("Message").asText()).isEqualTo(message);
        }
        assertThat(answer.json().has("FailedOperations")).isFalse();
    }
}
