package io.quartermaster.agent.reenrollment;

import io.quartermaster.agent.change.ChangeStore;
import io.quartermaster.agent.change.ReadStore;
import io.quartermaster.agent.change.Store;
import io.quartermaster.agent.job.Assignment;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.ReenrollmentConfigureReply;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.Enrolled;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import io.quartermaster.store.spi.CreateJob;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.Reenrollment;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has keys made in the stores of one type, and certified by the server. A job that is handed out again because nobody
 * heard of its end makes no second key when the certificate of the first is in the store. Safe for many threads.
 */
public final class ReenrollmentHandler implements JobHandler {
    private final StoreType type;
    private final ReenrollmentJob reenrollmentJob;
    private final ChangeStore changeStore;
    private final ReadStore readStore;
    private final AgentState state;
    private final Asking asking;
    private final AgentLog log;

    /**
     * How a server is asked that does not answer at once.
     *
     * @param backoffs makes the pauses of one request
     * @param pause waits for them
     */
    public record Asking(InstantSource clock, Supplier<Backoff> backoffs, Pause pause) {}

    /** @param type the same as {@code reenrollmentJob} */
    public ReenrollmentHandler(
            StoreType type,
            ReenrollmentJob reenrollmentJob,
            ChangeStore changeStore,
            ReadStore readStore,
            AgentState state,
            Asking asking,
            AgentLog log) {
        this.type = type;
        this.reenrollmentJob = reenrollmentJob;
        this.changeStore = changeStore;
        this.readStore = readStore;
        this.state = state;
        this.asking = asking;
        this.log = log;
    }

    @Override
    public String capability() {
        return Capabilities.reenrollment(type.shortName());
    }

    @Override
    public Assignment configure(Transport transport, String endpoint, ConfigureRequest request)
            throws TransportException {
        ReenrollmentConfigureReply reply = transport.call(endpoint, request, ReenrollmentConfigureReply.class);
        return new Assignment(
                reply.result(), reply.auditId(), reply.jobCancelled(), () -> reenroll(transport, request, reply));
    }

    private WorkResult reenroll(Transport transport, ConfigureRequest request, ReenrollmentConfigureReply job)
            throws InterruptedException {
        String endpoint = job.enrollEndpoint();
        if (endpoint == null) {
            return WorkResult.failure("The server's configuration of the job names no endpoint for the request.");
        }
        String jobId = Objects.requireNonNullElse(request.jobId(), "");
        ServerIssuer issuer = null;
        try {
            Store store = Store.of(type.shortName(), job.storePath(), job.storePassword(), job.properties());
            Optional<String> before = doneBefore(jobId, store);
            if (before.isPresent()) {
                return WorkResult.success(before.get() + " was made by an earlier attempt; nothing was changed.");
            }
            Reenrollment reenrollment = reenrollment(job);
            ServerIssuer asked = new ServerIssuer(
                    transport,
                    endpoint,
                    request,
                    asking.backoffs().get(),
                    asking.pause(),
                    certificate -> remember(jobId, store, certificate),
                    log);
            issuer = asked;
            boolean make = Boolean.TRUE.equals(job.createIfMissing());
            ChangeStore.Done done = changeStore.run(store, location -> {
                if (make) {
                    makeIfMissing(location, store.secrets());
                }
                return reenrollmentJob.reenroll(location, store.secrets(), reenrollment, asked);
            });
            return WorkResult.success(done.alias() + " has a new key and certificate."
                    + (done.note().isEmpty() ? "" : " " + done.note()));
        } catch (StoreException e) {
            return issuer != null && issuer.isPending()
                    ? WorkResult.warning(e.getMessage())
                    : WorkResult.failure(e.getMessage());
        }
    }

    /** It stays, empty, when there is no certificate in the end: a reload is not for an empty store. */
    private void makeIfMissing(StoreLocation location, StoreSecrets secrets) throws StoreException {
        if (type instanceof CreateJob creating && Files.notExists(location.file())) {
            try (StoreChange made = creating.create(location, secrets)) {
                if (made.changed()) {
                    made.commit();
                }
            }
        }
    }

    private void remember(String jobId, Store store, EncodedCertificate certificate) {
        state.rememberEnrolled(new Enrolled(
                jobId,
                store.location().path(),
                certificate.thumbprint(),
                asking.clock().instant().getEpochSecond()));
    }

    /** The alias of the certificate that an earlier attempt of this job got, when it is in the store with its key. */
    private Optional<String> doneBefore(String jobId, Store store) throws StoreException, InterruptedException {
        Optional<Enrolled> enrolled = state.enrolled(jobId)
                .filter(earlier -> earlier.storePath().equals(store.location().path()));
        if (enrolled.isEmpty() || !(type instanceof InventoryJob reading)) {
            return Optional.empty();
        }
        String thumbprint = enrolled.get().thumbprint();
        return readStore.run(store, reading).entries().stream()
                .filter(InventoryEntry::privateKeyEntry)
                .filter(entry -> entry.certificates().getFirst().thumbprint().equals(thumbprint))
                .map(InventoryEntry::alias)
                .findFirst();
    }

    private static Reenrollment reenrollment(ReenrollmentConfigureReply job) throws StoreException {
        return new Reenrollment(
                Objects.requireNonNullElse(job.alias(), "").strip(),
                Objects.requireNonNullElse(job.subject(), ""),
                Objects.requireNonNullElse(job.keyType(), "RSA"),
                size(job.keySize()),
                names(job.sans()),
                StorePassword.EMPTY,
                job.overwrite(),
                job.jobFields() == null ? Map.of() : job.jobFields());
    }

    private static int size(@Nullable String text) throws StoreException {
        String digits = text == null ? "" : text.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.matches("[0-9]{1,6}")) {
            throw new StoreException("The key size \"" + text + "\" is not a number.");
        }
        return Integer.parseInt(digits);
    }

    private static Map<String, List<String>> names(@Nullable Map<String, List<String>> sans) {
        Map<String, List<String>> names = new HashMap<>();
        if (sans != null) {
            sans.forEach((kind, values) -> {
                if (values != null) {
                    names.put(kind, List.copyOf(values));
                }
            });
        }
        return names;
    }
}
