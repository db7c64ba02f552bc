package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR_GENERATION;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a key and a signing request for it; the key waits here until the certificate comes. Safe for many threads. */
@Singleton
public class GenerateCsr {
    /** Of one account. */
    static final int PENDING_MAX = 1_000;

    private final Database database;
    private final ChooseTerms chooseTerms;
    private final MakeKeys makeKeys;
    private final PendingCsrRepository pending;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    GenerateCsr(
            Database database,
            ChooseTerms chooseTerms,
            MakeKeys makeKeys,
            PendingCsrRepository pending,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.chooseTerms = chooseTerms;
        this.makeKeys = makeKeys;
        this.pending = pending;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** @param template null for none */
    record Order(@Nullable String template, SubjectText subject, List<AlternativeName> alternatives, KeySpec key) {}

    /**
     * @return PKCS#10, DER
     * @throws CommandException MALFORMED with the rule that stands against it; TOO_MANY; NO_PERMISSION; UNAVAILABLE
     */
    byte[] run(Caller caller, Order order) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR_GENERATION);
        Terms terms = database.read(tx -> {
            if (pending.countOf(tx, caller.name()) >= PENDING_MAX) {
                throw new CommandException(
                        ErrorKind.TOO_MANY,
                        caller.name() + " has " + PENDING_MAX
                                + " signing requests that wait for a certificate. Delete those that are needed no more.");
            }
            return chooseTerms.run(tx, caller, order.template(), null, TemplateDefinition.CSR_GENERATION);
        });
        JudgeEnrollment.key(terms, order.key());
        SubjectText subject = order.subject().with(terms.defaults());
        List<AlternativeName> alternatives =
                JudgeEnrollment.names(terms, subject, order.alternatives()).alternatives();
        MadeKey key = makeKeys.run(order.key());
        byte[] csr = key.request(subject, alternatives);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID secretId = ids.next();
        database.runInTransaction(tx -> {
            int id = pending.add(
                    tx,
                    subject.toString(),
                    csr,
                    key.digest(),
                    secretId,
                    key.secret(),
                    terms.templateId(),
                    caller.name(),
                    now);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CERTIFICATE_SIGNING_REQUEST,
                            AuditOperation.CREATED,
                            caller.name(),
                            subject.toString(),
                            String.valueOf(id),
                            new AuditMessage()
                                    .after("Subject", subject)
                                    .after("Key", order.key().title())));
        });
        return csr;
    }
}
