package io.quartermaster.agent.discovery;

import io.quartermaster.agent.job.Assignment;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.DiscoveryConfigureReply;
import io.quartermaster.agent.protocol.DiscoveryJobDetails;
import io.quartermaster.agent.protocol.DiscoveryJobDetails.DiscoveryProperties;
import io.quartermaster.agent.protocol.DiscoverySubmitRequest;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import io.quartermaster.store.spi.Discovered;
import io.quartermaster.store.spi.DiscoveryJob;
import io.quartermaster.store.spi.DiscoveryRequest;
import io.quartermaster.store.spi.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for the stores of one type. Safe for many threads. */
public final class DiscoveryHandler implements JobHandler {
    private final String capability;
    private final DiscoveryJob discoveryJob;
    private final boolean followLinks;

    /**
     * Makes the handler of one store type.
     *
     * @param followLinks whether a job may have symbolic links followed; by the rules of this machine
     */
    public DiscoveryHandler(String storeTypeShortName, DiscoveryJob discoveryJob, boolean followLinks) {
        this.capability = Capabilities.discovery(storeTypeShortName);
        this.discoveryJob = discoveryJob;
        this.followLinks = followLinks;
    }

    @Override
    public String capability() {
        return capability;
    }

    @Override
    public Assignment configure(Transport transport, String endpoint, ConfigureRequest request)
            throws TransportException {
        DiscoveryConfigureReply reply = transport.call(endpoint, request, DiscoveryConfigureReply.class);
        return new Assignment(reply.result(), reply.auditId(), reply.jobCancelled(), () -> find(request, reply));
    }

    private WorkResult find(ConfigureRequest request, DiscoveryConfigureReply reply) throws InterruptedException {
        DiscoveryJobDetails job = reply.job();
        String endpoint = reply.discoveryEndpoint();
        DiscoveryProperties how = job == null ? null : job.properties();
        if (how == null || endpoint == null) {
            return WorkResult.failure("The server's configuration of the job says not where to look, or no endpoint.");
        }
        Discovered discovered;
        try {
            discovered = discoveryJob.find(request(how));
        } catch (StoreException e) {
            return WorkResult.failure(e.getMessage());
        }
        List<String> notes = new ArrayList<>(discovered.notes());
        if (how.symLinks() && !followLinks) {
            notes.add("Symbolic links were not followed: this agent's store rules do not allow it.");
        }
        List<WorkResult.Delivery> deliveries = parts(discovered.paths()).stream()
                .map(part -> new WorkResult.Delivery(
                        endpoint, new DiscoverySubmitRequest(request.sessionToken(), request.jobId(), part)))
                .toList();
        return new WorkResult(
                notes.isEmpty() ? CompletionStatus.SUCCESS : CompletionStatus.WARNING,
                String.join(" ", notes),
                null,
                deliveries);
    }

    private DiscoveryRequest request(DiscoveryProperties how) {
        return new DiscoveryRequest(
                split(how.dirs()),
                split(how.ignoredDirs()),
                split(how.extensions()),
                split(how.patterns()),
                how.symLinks() && followLinks,
                how.compatibility(),
                DiscoveryRequest.Limits.USUAL);
    }

    private static List<String> split(@Nullable String commaSeparated) {
        return commaSeparated == null
                ? List.of()
                : Arrays.stream(commaSeparated.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    /** At least one, so that "none" is told too. */
    private static List<List<@Nullable String>> parts(List<String> paths) {
        List<List<@Nullable String>> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(paths.size(), from + DiscoverySubmitRequest.LOCATIONS_MAX);
            parts.add(new ArrayList<>(paths.subList(from, to)));
            from = to;
        } while (from < paths.size());
        return parts;
    }
}
