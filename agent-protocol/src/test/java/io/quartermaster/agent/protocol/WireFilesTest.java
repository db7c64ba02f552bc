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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    private JsonNode written(JsonNode read, Class<?> message) throws IOException {
        return json.readTree(json.writeValueAsString(json.treeToValue(read, message)));
    }

    private JsonNode file(String name) throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/wire/" + name + ".json")) {
            return json.readTree(Objects.requireNonNull(file, name));
        }
    }
}
