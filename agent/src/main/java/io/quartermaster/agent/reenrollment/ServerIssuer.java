package io.quartermaster.agent.reenrollment;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.EnrollReply;
import io.quartermaster.agent.protocol.EnrollRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Issued;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.StoreException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Has a certificate issued by the server, for one attempt of one job. A request without an answer is sent again, the
 * same one: the server answers it with the same certificate. One thread only.
 */
final class ServerIssuer implements ReenrollmentJob.Issuer {
    /** How often the request is sent, at most; with the usual pauses that is a quarter of an hour. */
    static final int TRIES_MAX = 20;

    private final Transport transport;
    private final String endpoint;
    private final ConfigureRequest job;
    private final Backoff backoff;
    private final Pause pause;
    private final Consumer<EncodedCertificate> arrived;
    private final AgentLog log;
    private boolean pending;

    /** @param arrived told the certificate, before anything is done with it */
    ServerIssuer(
            Transport transport,
            String endpoint,
            ConfigureRequest job,
            Backoff backoff,
            Pause pause,
            Consumer<EncodedCertificate> arrived,
            AgentLog log) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.job = job;
        this.backoff = backoff;
        this.pause = pause;
        this.arrived = arrived;
        this.log = log;
    }

    @Override
    public Issued issue(byte[] csr) throws StoreException, InterruptedException {
        EnrollReply reply = ask(new EnrollRequest(
                job.sessionToken(), job.jobId(), Base64.getEncoder().encodeToString(csr)));
        Result result = reply.result();
        if (result != null && result.status() == Result.ERROR) {
            throw new StoreException("Error: " + result.text());
        }
        String encoded = reply.certificate();
        if (encoded == null || encoded.isBlank()) {
            pending = true;
            throw new StoreException("The server brought no certificate"
                    + (result == null || result.text().isEmpty() ? "." : ": " + result.text()));
        }
        EncodedCertificate certificate = certificate(encoded);
        List<EncodedCertificate> chain = new ArrayList<>();
        for (String issuer : Objects.requireNonNullElse(reply.chain(), List.<String>of())) {
            chain.add(certificate(issuer));
        }
        chain.removeIf(certificate::equals);
        arrived.accept(certificate);
        return new Issued(certificate, chain);
    }

    /** True when the server did not refuse the request and had no certificate either: somebody has to approve it. */
    boolean isPending() {
        return pending;
    }

    private EnrollReply ask(EnrollRequest request) throws StoreException, InterruptedException {
        while (true) {
            try {
                return transport.call(endpoint, request, EnrollReply.class);
            } catch (TransportException e) {
                if (e.isPermanent() || backoff.failures() + 1 >= TRIES_MAX) {
                    throw new StoreException("The certificate request was not answered: " + e.getMessage() + ".", e);
                }
                if (backoff.failures() == 0) {
                    log.warn("Job " + job.jobId() + ": the certificate request was not answered: " + e.getMessage()
                            + ". Trying again, with pauses.");
                }
                pause.await(backoff.next());
            }
        }
    }

    private static EncodedCertificate certificate(String base64) throws StoreException {
        try {
            return new EncodedCertificate(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new StoreException("The certificate that the server sent is no base64.", e);
        }
    }
}
