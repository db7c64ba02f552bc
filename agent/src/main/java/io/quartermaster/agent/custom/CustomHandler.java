package io.quartermaster.agent.custom;

import io.quartermaster.agent.job.Assignment;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.CustomJobDetails;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobRequest;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the jobs of one custom job type. Safe for many threads. */
public final class CustomHandler implements JobHandler {
    /** Characters of what a job gives that are sent: the server keeps 2 MiB of UTF-8, so the rest would be for nothing. */
    public static final int DATA_LENGTH_MAX = 2 * 1024 * 1024;

    private final CustomJob job;
    private final Map<String, String> settings;

    /**
     * Makes the handler of one job.
     *
     * @param settings what the person who runs the agent set for this job
     */
    public CustomHandler(CustomJob job, Map<String, String> settings) {
        this.job = job;
        this.settings = Map.copyOf(settings);
    }

    @Override
    public String capability() {
        return Capabilities.custom(job.name());
    }

    @Override
    public Assignment configure(Transport transport, String endpoint, ConfigureRequest request)
            throws TransportException {
        CustomConfigureReply reply = transport.call(endpoint, request, CustomConfigureReply.class);
        return new Assignment(reply.result(), reply.auditId(), reply.jobCancelled(), () -> run(request, reply));
    }

    private WorkResult run(ConfigureRequest request, CustomConfigureReply reply) throws InterruptedException {
        String submitEndpoint = reply.customEndpoint();
        if (submitEndpoint == null) {
            return WorkResult.failure("The server's configuration of the job names no endpoint for the result.");
        }
        String data;
        try {
            data = job.run(new CustomJobRequest(fields(reply.job()), settings));
        } catch (CustomJobException e) {
            return WorkResult.failure(e.getMessage());
        }
        return WorkResult.success(List.of(new WorkResult.Delivery(
                submitEndpoint, new CustomSubmitRequest(request.sessionToken(), request.jobId(), cut(data)))));
    }

    /** Never between the two halves of one character, which JSON could not hold. */
    private static String cut(String data) {
        if (data.length() <= DATA_LENGTH_MAX) {
            return data;
        }
        boolean between = Character.isHighSurrogate(data.charAt(DATA_LENGTH_MAX - 1));
        return data.substring(0, between ? DATA_LENGTH_MAX - 1 : DATA_LENGTH_MAX);
    }

    private static Map<String, String> fields(@Nullable CustomJobDetails details) {
        Map<String, String> fields = new HashMap<>();
        if (details != null && details.properties() != null) {
            details.properties().forEach((name, value) -> {
                if (value != null) {
                    fields.put(name, value);
                }
            });
        }
        return fields;
    }
}
