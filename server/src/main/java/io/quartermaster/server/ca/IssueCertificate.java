package io.quartermaster.server.ca;

import io.quarkus.arc.All;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLevel;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.cert.Issuance;
import io.quartermaster.server.cert.NoteIssuance;
import io.quartermaster.server.cert.RecordCertificates;
import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Has a certificate issued, and records it with its request, granted or refused.
 *
 * <p>Never inside a transaction: an authority may take minutes. Safe for many threads.
 */
@Singleton
public class IssueCertificate {
    private final Database database;
    private final ChooseAuthority chooseAuthority;
    private final JudgeNames judgeNames;
    private final List<CertificateIssuer> issuers;
    private final RequestRepository requests;
    private final TemplateRepository templates;
    private final IssuedRepository issuedCertificates;
    private final RecordCertificates recordCertificates;
    private final NoteIssuance noteIssuance;
    private final AuditLog audit;
    private final InstantSource clock;

    public IssueCertificate(
            Database database,
            ChooseAuthority chooseAuthority,
            JudgeNames judgeNames,
            @All List<CertificateIssuer> issuers,
            RequestRepository requests,
            TemplateRepository templates,
            IssuedRepository issuedCertificates,
            RecordCertificates recordCertificates,
            NoteIssuance noteIssuance,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.chooseAuthority = chooseAuthority;
        this.judgeNames = judgeNames;
        this.issuers = List.copyOf(issuers);
        this.requests = requests;
        this.templates = templates;
        this.issuedCertificates = issuedCertificates;
        this.recordCertificates = recordCertificates;
        this.noteIssuance = noteIssuance;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Issues one certificate.
     *
     * @throws IssueRefusedException when the request cannot be granted, with a sentence for people
     */
    public Issued run(IssueRequest request) {
        Instant requested = clock.instant();
        Authority authority = database.read(tx -> chooseAuthority.run(tx, request.authority()));
        JudgedRequest judged;
        Signed signed;
        @Nullable JudgedRequest known = null;
        try {
            judged = judge(request);
            known = judged;
            signed = issuer(authority).sign(authority, judged);
        } catch (IssueRefusedException refusal) {
            recordRefusal(request, authority, requested, known, refusal);
            throw refusal;
        }
        return database.inTransaction(tx -> record(tx, request, authority, requested, judged, signed));
    }

    private JudgedRequest judge(IssueRequest request) {
        SigningRequest signingRequest = SigningRequest.read(request.csrDer());
        return new JudgedRequest(
                signingRequest, judgeNames.run(signingRequest, request.names(), request.profile()), request.profile());
    }

    private CertificateIssuer issuer(Authority authority) {
        return issuers.stream()
                .filter(issuer -> issuer.kind() == authority.kind())
                .findFirst()
                .orElseThrow();
    }

    private Issued record(
            Handle tx,
            IssueRequest request,
            Authority authority,
            Instant requested,
            JudgedRequest judged,
            Signed signed) {
        List<byte[]> all = new ArrayList<>(List.of(signed.der()));
        all.addAll(signed.chain());
        List<Integer> ids = recordCertificates.run(tx, all);
        recordCertificates.keep(tx, ids);
        int id = ids.getFirst();
        if (signed.signerId() != null) {
            issuedCertificates.add(tx, signed.signerId(), certificate(signed), id);
        }
        long requestId = requests.add(tx, ended(request, authority, requested, judged, null, id));
        noteIssuance.issued(
                tx,
                id,
                new Issuance(
                        request.requester(),
                        authority.id(),
                        authority.name(),
                        templateId(tx, request),
                        request.template(),
                        requestId));
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.CERTIFICATE_REQUEST,
                        AuditOperation.CREATED,
                        request.requester(),
                        subject(judged),
                        "" + requestId,
                        message(request, authority).after("Certificate", "" + id)));
        return new Issued(id, signed.der(), signed.chain(), requestId);
    }

    private @Nullable Integer templateId(Handle tx, IssueRequest request) {
        String template = request.template();
        return template == null
                ? null
                : templates.find(tx, template).map(Template::id).orElse(null);
    }

    private void recordRefusal(
            IssueRequest request,
            Authority authority,
            Instant requested,
            @Nullable JudgedRequest judged,
            IssueRefusedException refusal) {
        database.runInTransaction(tx -> {
            long requestId = requests.add(tx, ended(request, authority, requested, judged, refusal.getMessage(), null));
            audit.append(
                    tx,
                    new AuditEntry(
                            AuditCategory.CERTIFICATE_REQUEST,
                            AuditOperation.DENIED,
                            AuditLevel.WARNING,
                            request.requester(),
                            judged == null ? "" : subject(judged),
                            "" + requestId,
                            message(request, authority).after("Reason", refusal.getMessage())));
        });
    }

    private static RequestRepository.Ended ended(
            IssueRequest request,
            Authority authority,
            Instant requested,
            @Nullable JudgedRequest judged,
            @Nullable String message,
            @Nullable Integer certificateId) {
        return new RequestRepository.Ended(
                request,
                authority,
                requested,
                judged == null ? "" : DistinguishedNames.text(judged.names().subject()),
                judged == null
                        ? List.of()
                        : judged.names().alternatives().stream()
                                .map(AlternativeName::value)
                                .toList(),
                message,
                certificateId);
    }

    private static String subject(JudgedRequest judged) {
        String subject = DistinguishedNames.text(judged.names().subject());
        return subject.isEmpty()
                ? judged.names().alternatives().stream()
                        .map(AlternativeName::value)
                        .limit(1)
                        .collect(Collectors.joining())
                : subject;
    }

    private static AuditMessage message(IssueRequest request, Authority authority) {
        AuditMessage message = new AuditMessage().after("Authority", authority.name());
        return request.template() == null ? message : message.after("Template", request.template());
    }

    private static X509CertificateHolder certificate(Signed signed) {
        try {
            return new X509CertificateHolder(signed.der());
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that was signed cannot be read", e);
        }
    }
}
