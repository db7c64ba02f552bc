package io.quartermaster.agent.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.fake.FakeServer;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import io.quartermaster.agent.transport.Transport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomHandlerTest {
    private static final int MOST = CustomHandler.DATA_LENGTH_MAX;

    private final FakeServer server = new FakeServer();

    @Test
    void aResultOfManyCharactersIsSentWhole() throws Exception {
        assertThat(sent("x".repeat(MOST))).hasSize(MOST);
    }

    @Test
    void ofMoreThanTheServerKeepsTheBeginningIsSent() throws Exception {
        assertThat(sent("a" + "x".repeat(MOST))).hasSize(MOST).startsWith("ax");
    }

    @Test
    void noCharacterIsCutInTwo() throws Exception {
        assertThat(sent("x".repeat(MOST - 1) + "\ud83d\udd11")).isEqualTo("x".repeat(MOST - 1));
    }

    /** What the handler sends of a job that gives this. */
    private String sent(String given) throws Exception {
        String jobId = server.addCustom("Large", null, Map.of());
        Transport transport = server.transport();
        transport.call(
                AgentPaths.REGISTER,
                new RegisterRequest(5, 1, RegisterRequest.NO_TENANT, "edge-1", null, "", List.of(), Map.of()),
                RegisterReply.class);
        WorkResult result = new CustomHandler(new Large(given), Map.of())
                .configure(transport, AgentPaths.CUSTOM_CONFIGURE, new ConfigureRequest(server.currentToken, jobId))
                .work()
                .run();
        assertThat(result.status()).as(result.message()).isEqualTo(CompletionStatus.SUCCESS);
        return String.valueOf(
                ((CustomSubmitRequest) result.deliveries().getFirst().request()).data());
    }

    private record Large(String given) implements CustomJob {
        @Override
        public String name() {
            return "Large";
        }

        @Override
        public String description() {
            return "Gives much.";
        }

        @Override
        public List<CustomJobField> fields() {
            return List.of();
        }

        @Override
        public String run(CustomJobRequest request) {
            return given;
        }
    }
}
