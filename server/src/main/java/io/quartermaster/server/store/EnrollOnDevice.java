package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.agent.protocol.EnrollReply;
import io.quartermaster.agent.protocol.EnrollRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.ca.IssueCertificate;
import io.quartermaster.server.ca.IssueRequest;
import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.ca.Profile;
import io.quartermaster.server.ca.SubjectNames;
import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.cert.EncodedCertificate;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.Attempts;
import io.quartermaster.server.job.JobKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Has a key certified that an agent made. What it is certified for stands in the job; the request of the agent has to agree
 * with it. Asked again with the same request, because the answer was lost, it gives the same certificate. Safe for many
 * threads.
 */
@Singleton
public class EnrollOnDevice {
    /** Bytes of a certificate request. */
    static final int CSR_BYTES_MAX = 100_000;

    /** An authority that was asked so long ago was asked by a server that is gone. */
    static final Duration ABANDONED_AFTER = Duration.ofMinutes(5);

    private final Database database;
    private final Attempts attempts;
    private final EnrollmentRepository enrollments;
    private final TemplateRepository templates;
    private final IssueCertificate issueCertificate;
    private final InstantSource clock;

    EnrollOnDevice(
            Database database,
            Attempts attempts,
            EnrollmentRepository enrollments,
            TemplateRepository templates,
            IssueCertificate issueCertificate,
            InstantSource clock) {
        this.database = database;
        this.attempts = attempts;
        this.enrollments = enrollments;
        this.templates = templates;
        this.issueCertificate = issueCertificate;
        this.clock = clock;
    }

    /** What is to be done about a request that was looked at. */
    private sealed interface Next {
        record Answer(EnrollReply reply) implements Next {}

        /** Somebody has to ask the authority, and it is the caller. */
        record Issue(Attempt attempt, Profile profile) implements Next {}
    }

    /**
     * @param account the name of the agent account that signed in
     * @throws CommandException UNAVAILABLE while another call asks the authority for the same certificate
     */
    public EnrollReply run(String account, EnrollRequest request) {
        byte[] csr = decoded(request.csrText());
        Next next = database.inTransaction(tx -> begin(tx, account, request, csr));
        return switch (next) {
            case Next.Answer(EnrollReply reply) -> reply;
            case Next.Issue(Attempt attempt, Profile profile) -> issue(attempt, profile, csr);
        };
    }

    private static byte[] decoded(@Nullable String text) {
        try {
            return Base64.getDecoder().decode(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private Next begin(Handle tx, String account, EnrollRequest request, byte[] csr) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Attempt> running = attempts.inProcess(tx, account, request.sessionToken(), request.jobId(), now)
                .filter(attempt -> attempt.kind() == JobKind.REENROLLMENT);
        if (running.isEmpty()) {
            return refused(
                    AgentCode.NO_ATTEMPT,
                    "No reenrollment with this JobId is in process in this session. Register again.");
        }
        Attempt attempt = running.get();
        Optional<String> objection = csr.length > CSR_BYTES_MAX
                ? Optional.of("CSRText has more than " + CSR_BYTES_MAX + " bytes.")
                : KeyRequirements.objection(csr, attempt.fields());
        if (objection.isPresent()) {
            return refused(AgentCode.ENROLL, objection.get());
        }
        String named = ReenrollmentFields.template(attempt.fields());
        Optional<Profile> profile = named == null
                ? Optional.of(Profile.SERVER)
                : templates.find(tx, named).map(Template::profile);
        if (profile.isEmpty()) {
            return refused(AgentCode.ENROLL, "There is no template " + named + " any more.");
        }
        byte[] digest = new EncodedCertificate(csr).digest();
        Optional<EnrollmentRepository.Known> known = enrollments.find(tx, attempt.historyId());
        if (known.isPresent() && !known.get().chain().isEmpty()) {
            return known.get().isFor(digest)
                    ? new Next.Answer(granted(known.get().chain()))
                    : refused(AgentCode.ENROLL, "Another certificate request was granted in this attempt.");
        }
        if (!enrollments.claim(tx, attempt.historyId(), digest, now, now.minus(ABANDONED_AFTER))) {
            // The agent tries again what failed with a status of HTTP, and only that.
            throw new CommandException(ErrorKind.UNAVAILABLE, "The certificate is being issued. Ask again.");
        }
        return new Next.Issue(attempt, profile.get());
    }

    private EnrollReply issue(Attempt attempt, Profile profile, byte[] csr) {
        boolean granted = false;
        try {
            Issued issued = issueCertificate.run(order(attempt.fields(), profile, csr));
            List<byte[]> chain = new ArrayList<>(List.of(issued.der()));
            chain.addAll(issued.chain());
            database.runInTransaction(tx -> enrollments.issued(tx, attempt.historyId(), issued.certificateId(), chain));
            granted = true;
            return granted(chain);
        } catch (CommandException refused) {
            return new EnrollReply(Result.error(AgentCode.ENROLL, refused.getMessage()), null, null);
        } finally {
            if (!granted) {
                database.runInTransaction(tx -> enrollments.release(tx, attempt.historyId()));
            }
        }
    }

    private static IssueRequest order(JsonNode fields, Profile profile, byte[] csr) {
        return new IssueRequest(
                ReenrollmentFields.requester(fields),
                ReenrollmentFields.authority(fields),
                ReenrollmentFields.template(fields),
                csr,
                new SubjectNames(
                        ReenrollmentFields.subject(fields),
                        KeyRequirements.alternatives(ReenrollmentFields.sans(fields))),
                profile);
    }

    private static EnrollReply granted(List<byte[]> chain) {
        List<String> encoded =
                chain.stream().map(Base64.getEncoder()::encodeToString).toList();
        return new EnrollReply(Result.success(), encoded.getFirst(), encoded);
    }

    private static Next refused(int code, String message) {
        return new Next.Answer(new EnrollReply(Result.error(code, message), null, null));
    }
}
