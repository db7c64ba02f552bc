package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.enrollment.NamesOfCertificate;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.store.KeyOnDevice;
import io.quartermaster.server.store.ScheduleManagement;
import io.quartermaster.server.store.ScheduleReenrollment;
import io.quartermaster.server.store.StoreAddition;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Orders the job that brings the new certificate to one entry, or has it made there. In the name of the server: whoever made
 * the rule had the permissions. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
class OrderRenewalJob {
    private static final Caller SERVER =
            new Caller(AuditEntry.TIMER_SERVICE, List.of("Renewal"), Grants.of(List.of(PermissionString.parse("/"))));

    private final ScheduleManagement scheduleManagement;
    private final ScheduleReenrollment scheduleReenrollment;
    private final FindCertificates certificates;

    OrderRenewalJob(
            ScheduleManagement scheduleManagement,
            ScheduleReenrollment scheduleReenrollment,
            FindCertificates certificates) {
        this.scheduleManagement = scheduleManagement;
        this.scheduleReenrollment = scheduleReenrollment;
        this.certificates = certificates;
    }

    /**
     * The id of the job.
     *
     * @throws CommandException when the store cannot be changed now, with a sentence for people
     */
    UUID run(Handle tx, Renewal renewal, RenewalTarget target) {
        return renewal.way() == RenewalWay.SERVER_KEY ? addition(tx, renewal, target) : key(tx, renewal, target);
    }

    private UUID addition(Handle tx, Renewal renewal, RenewalTarget target) {
        return scheduleManagement
                .add(
                        tx,
                        SERVER,
                        List.of(new StoreAddition(
                                target.storeId(),
                                Objects.requireNonNull(renewal.newCertificateId()),
                                target.alias(),
                                true,
                                target.privateKey(),
                                null,
                                Map.of(),
                                new Schedule.Immediate())))
                .getFirst();
    }

    private UUID key(Handle tx, Renewal renewal, RenewalTarget target) {
        KnownCertificate old = certificates
                .find(tx, renewal.certificateId())
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND, "The certificate " + renewal.certificateId() + " is not known any more."));
        NamesOfCertificate names = NamesOfCertificate.read(old.der());
        boolean elliptic = names.key().isElliptic();
        return scheduleReenrollment
                .run(
                        tx,
                        SERVER,
                        List.of(new KeyOnDevice(
                                target.storeId(),
                                null,
                                names.subject(),
                                byKind(names.alternatives()),
                                elliptic ? KeyOnDevice.ECC : KeyOnDevice.RSA,
                                elliptic ? names.key().bits() : names.key().rsaBitsOr(KeyOnDevice.RSA_SIZE_DEFAULT),
                                target.alias(),
                                true,
                                Map.of(),
                                renewal.authority(),
                                renewal.template(),
                                new Schedule.Immediate())))
                .getFirst();
    }

    private static Map<String, List<String>> byKind(List<AlternativeName> names) {
        return names.stream()
                .collect(Collectors.groupingBy(
                        name -> name.kind().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.mapping(AlternativeName::value, Collectors.toList())));
    }
}
