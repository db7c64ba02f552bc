package io.quartermaster.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message is read from the file that shows it, written, and compared member by member. */
class WireFilesTest {
    private final ObjectMapper json = new ObjectMapper();

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("register.request", RegisterRequest.class),
                arguments("register.reply", RegisterReply.class),
                arguments("register.refused.reply", RegisterReply.class),
                arguments("heartbeat.request", HeartbeatRequest.class),
                arguments("heartbeat.reply", HeartbeatReply.class),
                arguments("unregister.request", UnregisterRequest.class),
                arguments("result.reply", ResultReply.class),
                arguments("configure.request", ConfigureRequest.class),
                arguments("configure.cancelled.reply", ConfigureReply.class),
                arguments("inventory-configure.reply", InventoryConfigureReply.class),
                arguments("inventory-update.request", InventoryUpdateRequest.class),
                arguments("inventory-configure.with-properties.reply", InventoryConfigureReply.class),
                arguments("inventory-update.with-parameters.request", InventoryUpdateRequest.class),
                arguments("management-configure.add.reply", ManagementConfigureReply.class),
                arguments("management-configure.add-with-key.reply", ManagementConfigureReply.class),
                arguments("management-configure.remove.reply", ManagementConfigureReply.class),
                arguments("management-configure.create.reply", ManagementConfigureReply.class),
                arguments("reenrollment-configure.reply", ReenrollmentConfigureReply.class),
                arguments("reenrollment-configure.withdrawn.reply", ReenrollmentConfigureReply.class),
                arguments("enroll.request", EnrollRequest.class),
                arguments("enroll.reply", EnrollReply.class),
                arguments("enroll.refused.reply", EnrollReply.class),
                arguments("discovery-configure.reply", DiscoveryConfigureReply.class),
                arguments("discovery-submit.request", DiscoverySubmitRequest.class),
                arguments("custom-configure.reply", CustomConfigureReply.class),
                arguments("custom-submit.request", CustomSubmitRequest.class),
                arguments("fetch-logs-configure.reply", FetchLogsConfigureReply.class),
                arguments("complete.request", CompleteRequest.class),
                arguments("complete.fetch-logs.request", CompleteRequest.class),
                arguments("complete.reply", CompleteReply.class));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsReadFromTheFileIsWrittenAsTheFile(String file, Class<?> message) throws IOException {
        JsonNode expected = file(file);
        assertThat(written(expected, message)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMemberOfANewerPeerIsIgnored(String file, Class<?> message) throws IOException {
        JsonNode expected = file(file);
        ObjectNode extended = expected.deepCopy();
        extended.putObject("FromTheFuture").put("Deep", 1);
        assertThat(written(extended, message)).isEqualTo(expected);
    }

    /** The records of replies are also what a refusal is read into: everything but the result may be missing. */
    @ParameterizedTest
    @MethodSource("messages")
    void anEmptyObjectIsAMessageWithNothingInIt(String file, Class<?> message) throws IOException {
        assertThat(json.readValue("{}", message)).as(file).isInstanceOf(message);
    }

    /** As the C agent (2.19) was given it, without our own members. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"OperationType\":3,\"Alias\":\"AB\",\"EntryPassword\":null}", "{\"Alias\":\"AB\"}"})
    void ourOwnMembersOfAManagementJobMayBeMissing(String message) throws IOException {
        ManagementJobDetails job = json.readValue(message, ManagementJobDetails.class);
        assertThat(job.alias()).isEqualTo("AB");
        assertThat(job.createIfMissing()).isNull();
        assertThat(job.jobFields()).isNull();
        assertThat(job.chain()).isNull();
    }

    @Test
    void theKeySizeOfAReenrollmentMayBeANumber() throws IOException {
        assertThat(json.readValue("{\"KeySize\":2048}", ReenrollmentConfigureReply.class)
                        .keySize())
                .isEqualTo("2048");
    }

    private JsonNode written(JsonNode read, Class<?> message) throws IOException {
        return json.readTree(json.writeValueAsString(json.treeToValue(read, message)));
    }

    private JsonNode file(String name) throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/wire/" + name + ".json")) {
            return json.readTree(Objects.requireNonNull(file, name));
        }
    }
}
