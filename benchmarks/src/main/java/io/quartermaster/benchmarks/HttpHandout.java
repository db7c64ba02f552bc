package io.quartermaster.benchmarks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The same two calls through a server, over plain HTTP with connections that stay open. */
final class HttpHandout implements Handout, AutoCloseable {
    private static final int OK = 200;

    private static final JsonMapper WIRE = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final BenchServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpHandout(BenchServer server) {
        this.server = server;
    }

    @Override
    public void run(List<Errand> errands) throws IOException, InterruptedException {
        for (Errand errand : errands) {
            String token = errand.sessionToken().toString();
            String jobId = errand.jobId().toString();
            CustomConfigureReply handedOut =
                    call(AgentPaths.CUSTOM_CONFIGURE, new ConfigureRequest(token, jobId), CustomConfigureReply.class);
            if (handedOut.job() == null) {
                throw new IllegalStateException("Job " + jobId + " was not handed out");
            }
            CompleteReply reply = call(
                    AgentPaths.CUSTOM_COMPLETE,
                    new CompleteRequest(CompletionStatus.SUCCESS, handedOut.auditId(), jobId, "", token, null),
                    CompleteReply.class);
            OurHandout.requireTaken(errand, reply);
        }
    }

    private <T> T call(String path, Object message, Class<T> reply) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(server.http().resolve(path))
                        .header("Authorization", server.agent())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(WIRE.writeValueAsBytes(message)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(path + " was answered with " + answer.statusCode());
        }
        return WIRE.readValue(answer.body(), reply);
    }

    @Override
    public void close() {
        client.close();
    }
}
