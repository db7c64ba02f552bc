package io.quartermaster.server.renewal;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.cert.FindByQuery;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the commands on renewal rules have in common. Safe for many threads. */
@Singleton
class RuleChecks {
    private final FindCertificates certificates;
    private final FindByQuery search;
    private final TemplateRepository templates;

    RuleChecks(FindCertificates certificates, FindByQuery search, TemplateRepository templates) {
        this.certificates = certificates;
        this.search = search;
        this.templates = templates;
    }

    /**
     * A rule enrols certificates and changes stores when its time comes, without asking anybody: so whoever writes it needs all
     * that it may do, everywhere.
     */
    static void permit(Caller caller) {
        caller.require(
                CERTIFICATES_ENROLLMENT_PFX,
                CERTIFICATES_ENROLLMENT_CSR,
                CERTIFICATE_STORES_SCHEDULE,
                CERTIFICATE_STORES_MODIFY);
    }

    static CommandException unknown(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no renewal rule " + id + ".");
    }

    /** @throws CommandException UNKNOWN_ID for what the rule names and is not there; QUERY */
    void requireKnown(Handle tx, Caller caller, RenewalRule.Wanted wanted) {
        switch (wanted.scope()) {
            case RenewalScope.OneCertificate(int id) ->
                require(certificates.find(tx, id).isPresent(), "certificate " + id);
            case RenewalScope.InContainer(int id) -> require(isContainer(tx, id), "container " + id);
            case RenewalScope.OfCollection(int id) -> search.ofCollection(tx, id, caller.name());
            case RenewalScope.ByQuery(String query) -> search.matching(tx, query, caller.name());
        }
        String template = wanted.template();
        require(template == null || templates.find(tx, template).isPresent(), "template " + template);
    }

    private static boolean isContainer(Handle tx, int id) {
        return tx.createQuery("SELECT EXISTS (SELECT FROM certificate_store_container WHERE id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private static void require(boolean known, String what) {
        if (!known) {
            throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no " + what + ".");
        }
    }

    static AuditEntry entry(
            AuditOperation operation, Caller caller, @Nullable RenewalRule before, @Nullable RenewalRule after) {
        AuditMessage message = new AuditMessage();
        if (before != null) {
            message.before("Rule", words(before));
        }
        if (after != null) {
            message.after("Rule", words(after));
        }
        RenewalRule named = after == null ? before : after;
        return AuditEntry.done(
                AuditCategory.RENEWAL_RULE,
                operation,
                caller.name(),
                named == null ? "" : named.wanted().name(),
                named == null ? "" : named.id().toString(),
                message);
    }

    private static String words(RenewalRule rule) {
        RenewalRule.Wanted wanted = rule.wanted();
        return String.join(
                "; ",
                wanted.enabled() ? "on" : "off",
                String.valueOf(wanted.scope()),
                String.valueOf(wanted.time()),
                wanted.way().title(),
                "template " + wanted.template(),
                "authority " + wanted.authority(),
                "metadata " + wanted.metadata(),
                "endpoints " + wanted.endpoints());
    }
}
