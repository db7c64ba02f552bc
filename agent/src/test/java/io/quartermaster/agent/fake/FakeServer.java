package io.quartermaster.agent.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.CustomJobDetails;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.DiscoveryConfigureReply;
import io.quartermaster.agent.protocol.DiscoveryJobDetails;
import io.quartermaster.agent.protocol.DiscoveryJobDetails.DiscoveryProperties;
import io.quartermaster.agent.protocol.DiscoverySubmitRequest;
import io.quartermaster.agent.protocol.EnrollReply;
import io.quartermaster.agent.protocol.EnrollRequest;
import io.quartermaster.agent.protocol.FetchLogsConfigureReply;
import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.InventoryJobDetails;
import io.quartermaster.agent.protocol.InventoryUpdateRequest;
import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.agent.protocol.ManagementConfigureReply;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.protocol.ReenrollmentConfigureReply;
import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.agent.protocol.Session;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the protocol for one agent, in memory and by the book: a one-time job leaves the list when its
 * attempt begins; Configure asked again in the same session gives the same attempt; a job that is not there is cancelled;
 * the first Complete of an attempt counts. Everything it is asked is written down.
 */
public final class FakeServer {
    public static final UUID CUSTOM_TYPE = UUID.fromString("7d0a5f52-4a43-4d0e-9b0e-3f1f6a7f1c01");
    public static final String AGENT_ID = "0197b0aa-6f5e-7f3a-8d4c-2a6d1f0e9b11";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Attempt> attemptsBySessionAndJob = new HashMap<>();
    private long lastAuditId = 500;
    private int lastSession;
    private boolean stale;

    public boolean approved = true;
    public int heartbeatSeconds = 30;
    public @Nullable String currentToken;

    /** Every call: path without the folder, in the order of arrival. */
    public final List<String> calls = new ArrayList<>();

    public final List<RegisterRequest> registrations = new ArrayList<>();
    public final List<Attempt> attempts = new ArrayList<>();

    /** Configure of these jobs is refused as not due. */
    public final List<String> notNow = new ArrayList<>();

    /** An answer to Update and Submit that is not a success. */
    public @Nullable Result resultRefusal;

    /** What answers a certificate request, given its DER; refuses all until it is set. */
    public Function<byte[], EnrollReply> issuer =
            _ -> new EnrollReply(Result.error(0xA0020011, "No issuer here"), null, null);

    /** By the id of a job: the inventory job that is to be run after it. */
    public final Map<String, String> inventoryAfter = new HashMap<>();

    /** Run once, before the next Register is answered, which waits for it. */
    public @Nullable Runnable beforeRegister;

    /** A job on the server's schedule. */
    public record Job(
            String id,
            BuiltInJobType type,
            @Nullable String customName,
            @Nullable String schedule,
            Object details) {}

    /** What the server knows of one attempt. */
    public static final class Attempt {
        public final String jobId;
        public final long auditId;
        public final List<List<InventoryItem>> updates = new ArrayList<>();
        public final Set<String> locations = new TreeSet<>();
        public final Map<String, EnrollReply> enrolled = new LinkedHashMap<>();
        public @Nullable String data;
        public @Nullable CompleteRequest completion;
        public int completions;

        Attempt(String jobId, long auditId) {
            this.jobId = jobId;
            this.auditId = auditId;
        }
    }

    public synchronized String addInventory(
            BuiltInJobType type, String path, String password, KnownInventoryItem... known) {
        return add(new Job(
                id(),
                type,
                null,
                null,
                new InventoryJobDetails("here", path, new SecretText(password), 6, List.of(known))));
    }

    public synchronized String addManagement(BuiltInJobType type, ManagementJobDetails details) {
        return add(new Job(id(), type, null, null, details));
    }

    /** @param details what is answered to Configure, but for the number of the attempt */
    public synchronized String addReenrollment(BuiltInJobType type, ReenrollmentConfigureReply details) {
        return add(new Job(id(), type, null, null, details));
    }

    public synchronized String addDiscovery(BuiltInJobType type, DiscoveryProperties how) {
        return add(new Job(id(), type, null, null, new DiscoveryJobDetails("here", 6, null, null, false, how)));
    }

    /** The same job once more, as a server does that gave its attempt up. */
    public synchronized void addAgain(String jobId) {
        add(Objects.requireNonNull(configuredJobs.get(jobId)));
    }

    public synchronized String addCustom(String name, @Nullable String schedule, Map<String, @Nullable String> fields) {
        return add(new Job(id(), BuiltInJobType.FETCH_LOGS, name, schedule, new CustomJobDetails(name, fields)));
    }

    public synchronized String addFetchLogs(int charactersMax) {
        return add(new Job(id(), BuiltInJobType.FETCH_LOGS, null, null, charactersMax));
    }

    /** Takes all jobs off the schedule, without telling the agent's session. */
    public synchronized void clear() {
        jobs.clear();
    }

    /** True until the attempt of a one-time job begins. */
    public synchronized boolean isListed(String jobId) {
        return jobs.containsKey(jobId);
    }

    /** Takes a job off the schedule and tells the agent's session so. */
    public synchronized void unschedule(String jobId) {
        jobs.remove(jobId);
        stale = true;
    }

    /** Makes the next heartbeat say "not valid". */
    public synchronized void makeStale() {
        stale = true;
    }

    public synchronized Attempt attemptOf(String jobId) {
        return attempts.stream()
                .filter(attempt -> attempt.jobId.equals(jobId))
                .findFirst()
                .orElseThrow();
    }

    /** Of a job that had several. */
    public synchronized Attempt lastAttemptOf(String jobId) {
        return attempts.stream()
                .filter(attempt -> attempt.jobId.equals(jobId))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    public synchronized boolean isCompleted(String jobId) {
        return attempts.stream().anyMatch(attempt -> attempt.jobId.equals(jobId) && attempt.completion != null);
    }

    public synchronized long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    /** In this process, through JSON as on the wire. */
    public Transport transport() {
        return new Transport() {
            @Override
            public <T> T call(String path, Object request, Class<T> reply) throws TransportException {
                try {
                    return json.treeToValue(answer(path, json.valueToTree(request)), reply);
                } catch (JsonProcessingException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    /** Answers one call. */
    public synchronized JsonNode answer(String path, JsonNode body) {
        calls.add(path.replace(AgentPaths.BASE, ""));
        try {
            return json.valueToTree(dispatch(path, body));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Object dispatch(String path, JsonNode body) throws JsonProcessingException {
        return switch (path) {
            case AgentPaths.REGISTER -> register(json.treeToValue(body, RegisterRequest.class));
            case AgentPaths.HEARTBEAT -> heartbeat(json.treeToValue(body, HeartbeatRequest.class));
            case AgentPaths.UNREGISTER -> unregister();
            case AgentPaths.INVENTORY_CONFIGURE,
                    AgentPaths.MANAGEMENT_CONFIGURE,
                    AgentPaths.REENROLLMENT_CONFIGURE,
                    AgentPaths.DISCOVERY_CONFIGURE,
                    AgentPaths.CUSTOM_CONFIGURE,
                    AgentPaths.FETCH_LOGS_CONFIGURE -> configure(json.treeToValue(body, ConfigureRequest.class));
            case AgentPaths.INVENTORY_UPDATE -> update(json.treeToValue(body, InventoryUpdateRequest.class));
            case AgentPaths.CUSTOM_SUBMIT -> submit(json.treeToValue(body, CustomSubmitRequest.class));
            case AgentPaths.DISCOVERY_SUBMIT -> submit(json.treeToValue(body, DiscoverySubmitRequest.class));
            case AgentPaths.REENROLLMENT_ENROLL -> enroll(json.treeToValue(body, EnrollRequest.class));
            case AgentPaths.INVENTORY_COMPLETE,
                    AgentPaths.MANAGEMENT_COMPLETE,
                    AgentPaths.REENROLLMENT_COMPLETE,
                    AgentPaths.DISCOVERY_COMPLETE,
                    AgentPaths.CUSTOM_COMPLETE,
                    AgentPaths.FETCH_LOGS_COMPLETE -> complete(json.treeToValue(body, CompleteRequest.class));
            default -> throw new AssertionError("no such path: " + path);
        };
    }

    private RegisterReply register(RegisterRequest request) {
        registrations.add(request);
        Runnable hook = beforeRegister;
        beforeRegister = null;
        if (hook != null) {
            hook.run();
        }
        if (!approved) {
            return new RegisterReply(
                    Result.error(0xA0110001, "Agent " + request.clientMachine() + " waits for approval"), null);
        }
        stale = false;
        lastSession++;
        currentToken = "session-" + lastSession;
        return new RegisterReply(
                Result.success(),
                new Session(
                        currentToken,
                        AGENT_ID,
                        1,
                        heartbeatSeconds,
                        request.clientMachine(),
                        null,
                        Map.of(),
                        jobs.values().stream().map(FakeServer::entry).toList()));
    }

    private HeartbeatReply heartbeat(HeartbeatRequest request) {
        boolean valid = !stale && Objects.equals(request.sessionToken(), currentToken);
        return new HeartbeatReply(Result.success(), 1, heartbeatSeconds, valid);
    }

    private ResultReply unregister() {
        currentToken = null;
        return new ResultReply(Result.success());
    }

    private Object configure(ConfigureRequest request) {
        String jobId = Objects.requireNonNull(request.jobId());
        Attempt open = attemptsBySessionAndJob.get(request.sessionToken() + jobId);
        Job job = jobs.get(jobId);
        if (open != null && open.completion == null) {
            return configured(Objects.requireNonNull(configuredJobs.get(jobId)), open);
        }
        if (!Objects.equals(request.sessionToken(), currentToken)) {
            return new ConfigureReply(Result.error(0xA0110003, "No such session"), 0, false);
        }
        if (job == null) {
            return new ConfigureReply(Result.success(), 0, true);
        }
        if (notNow.contains(jobId)) {
            return new ConfigureReply(Result.warning(0xA0110004, "Not due yet"), 0, false);
        }
        Attempt begun = new Attempt(jobId, ++lastAuditId);
        attempts.add(begun);
        attemptsBySessionAndJob.put(request.sessionToken() + jobId, begun);
        configuredJobs.put(jobId, job);
        if (job.schedule() == null || job.schedule().startsWith("O_")) {
            jobs.remove(jobId);
        }
        return configured(job, begun);
    }

    private final Map<String, Job> configuredJobs = new HashMap<>();

    private static Object configured(Job job, Attempt attempt) {
        return switch (job.details()) {
            case InventoryJobDetails details ->
                new InventoryConfigureReply(
                        Result.success(), attempt.auditId, false, AgentPaths.INVENTORY_UPDATE, details);
            case ManagementJobDetails details ->
                new ManagementConfigureReply(Result.success(), attempt.auditId, false, details);
            case ReenrollmentConfigureReply details -> numbered(details, attempt.auditId);
            case DiscoveryJobDetails details ->
                new DiscoveryConfigureReply(
                        Result.success(), attempt.auditId, false, AgentPaths.DISCOVERY_SUBMIT, details);
            case CustomJobDetails details ->
                new CustomConfigureReply(Result.success(), attempt.auditId, false, AgentPaths.CUSTOM_SUBMIT, details);
            case Integer charactersMax ->
                new FetchLogsConfigureReply(Result.success(), attempt.auditId, false, charactersMax);
            default -> throw new AssertionError();
        };
    }

    private static ReenrollmentConfigureReply numbered(ReenrollmentConfigureReply job, long auditId) {
        return new ReenrollmentConfigureReply(
                job.result(),
                auditId,
                job.jobCancelled(),
                job.enrollEndpoint(),
                job.entropy(),
                job.keySize(),
                job.keyType(),
                job.subject(),
                job.clientMachine(),
                job.storePath(),
                job.storePassword(),
                job.properties(),
                job.category(),
                job.sans(),
                job.alias(),
                job.overwrite(),
                job.jobFields(),
                job.createIfMissing());
    }

    private ResultReply submit(DiscoverySubmitRequest request) {
        Attempt attempt = attempt(request.sessionToken(), request.jobId());
        Objects.requireNonNull(request.locations())
                .forEach(location -> attempt.locations.add(Objects.requireNonNull(location)));
        return new ResultReply(Result.success());
    }

    private EnrollReply enroll(EnrollRequest request) {
        String csr = Objects.requireNonNull(request.csrText());
        return attempt(request.sessionToken(), request.jobId())
                .enrolled
                .computeIfAbsent(csr, text -> issuer.apply(Base64.getDecoder().decode(text)));
    }

    private ResultReply update(InventoryUpdateRequest request) {
        if (resultRefusal != null) {
            return new ResultReply(resultRefusal);
        }
        attempt(request.sessionToken(), request.jobId()).updates.add(Objects.requireNonNull(request.inventory()));
        return new ResultReply(Result.success());
    }

    private ResultReply submit(CustomSubmitRequest request) {
        if (resultRefusal != null) {
            return new ResultReply(resultRefusal);
        }
        attempt(request.sessionToken(), request.jobId()).data = request.data();
        return new ResultReply(Result.success());
    }

    private CompleteReply complete(CompleteRequest request) {
        Attempt attempt = attempts.stream()
                .filter(a -> a.auditId == request.auditId())
                .findFirst()
                .orElseThrow();
        attempt.completions++;
        if (attempt.completion == null) {
            attempt.completion = request;
        }
        return new CompleteReply(Result.success(), inventoryAfter.get(attempt.jobId));
    }

    private Attempt attempt(@Nullable String token, @Nullable String jobId) {
        return Objects.requireNonNull(attemptsBySessionAndJob.get(token + jobId), "an update without an attempt");
    }

    private String add(Job job) {
        jobs.put(job.id(), job);
        stale = true;
        return job.id();
    }

    private String id() {
        return new UUID(0x0197b0aa6f5e7f3aL, ++added).toString();
    }

    private int added;

    private static JobEntry entry(Job job) {
        String folder = switch (job.details()) {
            case InventoryJobDetails _ -> "/CertStoreInventory";
            case ManagementJobDetails _ -> "/CertStoreManagement";
            case ReenrollmentConfigureReply _ -> "/CertStoreReenrollment";
            case DiscoveryJobDetails _ -> "/CertStoreDiscovery";
            case CustomJobDetails _ -> "/Custom";
            default -> "/FetchLogs";
        };
        boolean custom = job.customName() != null;
        return new JobEntry(
                job.id(),
                custom ? CUSTOM_TYPE.toString() : job.type().id().toString(),
                custom ? "Custom." + job.customName() : null,
                AgentPaths.BASE + folder + "/Configure",
                AgentPaths.BASE + folder + "/Complete",
                job.schedule(),
                null,
                JobEntry.PRIORITY_DEFAULT);
    }
}
