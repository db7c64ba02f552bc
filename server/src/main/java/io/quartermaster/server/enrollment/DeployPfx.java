package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.enrollment.LocationRepository.StorePlace;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.store.ScheduleManagement;
import io.quartermaster.server.store.StoreAddition;
import io.quartermaster.server.store.StorePermission;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Has a certificate brought to certificate stores, with the key that the server made for it. Each store has a job of its own
 * or a reason why not. Safe for many threads.
 */
@Singleton
public class DeployPfx {
    /** After the enrolment, for a certificate whose template keeps no keys. */
    static final Duration WITHIN = Duration.ofMinutes(5);

    /** For so long after its time a job finds the key of such a certificate. */
    private static final Duration KEPT_FOR_JOBS = Duration.ofDays(1);

    private final Database database;
    private final ScheduleManagement scheduleManagement;
    private final LocationRepository locations;
    private final EnrollmentRepository enrollments;
    private final FindOriginal findOriginal;
    private final InstantSource clock;

    DeployPfx(
            Database database,
            ScheduleManagement scheduleManagement,
            LocationRepository locations,
            EnrollmentRepository enrollments,
            FindOriginal findOriginal,
            InstantSource clock) {
        this.database = database;
        this.scheduleManagement = scheduleManagement;
        this.locations = locations;
        this.enrollments = enrollments;
        this.findOriginal = findOriginal;
        this.clock = clock;
    }

    /**
     * @throws CommandException NO_PERMISSION for stores out of the caller's reach, and for a certificate of a template that
     *     keeps no keys which somebody else enrolled; UNKNOWN_ID for no such certificate; MALFORMED for one without a key
     */
    Deployment run(Caller caller, DeployOrder order) {
        caller.require(CERTIFICATES_ENROLLMENT_PFX);
        requireStores(caller, order.stores());
        int certificateId = requireKey(caller, order.certificate());
        List<StoreOrder> stores = database.read(tx -> order.stores(locations.places(tx, ids(order.stores()))));
        return deploy(caller, certificateId, stores, order.schedule());
    }

    /** @throws PermissionDenied naming what is missing for any of the stores. Stores that do not exist fail later, each alone */
    void requireStores(Caller caller, List<StoreOrder> stores) {
        if (stores.isEmpty()) {
            return;
        }
        Map<UUID, StorePlace> places = database.read(tx -> locations.places(tx, ids(stores)));
        // A caller who may schedule nothing anywhere hears that also about stores that do not exist.
        caller.requireSomeContainer(StoreVerb.SCHEDULE);
        caller.require(places.values().stream()
                .map(place -> StorePermission.of(StoreVerb.SCHEDULE, place.containerId()))
                .distinct()
                .sorted()
                .toList());
    }

    /** The certificate, once it is certain that its key is here and the caller may have it deployed. */
    int requireKey(Caller caller, CertificateChoice choice) {
        return database.read(tx -> {
            int id = choice.find(tx, enrollments);
            Original original = findOriginal.run(tx, id);
            if (!original.certificate().hasPrivateKey()) {
                throw new CommandException(
                        ErrorKind.NO_PRIVATE_KEY,
                        "No private key could be found for the given certificate. Where the template keeps none, it can be"
                                + " deployed within " + WITHIN.toMinutes() + " minutes of its enrolment.");
            }
            enrollments
                    .origin(tx, id)
                    .filter(origin -> isOnlyForItsRequester(origin)
                            && !origin.enrolledBy().equalsIgnoreCase(caller.name()))
                    .ifPresent(origin -> {
                        throw new CommandException(
                                ErrorKind.NO_PERMISSION,
                                "Certificate " + id + " was enrolled by " + origin.enrolledBy()
                                        + ", who alone may have it deployed: its template keeps no keys.");
                    });
            return id;
        });
    }

    private boolean isOnlyForItsRequester(EnrollmentRepository.Origin origin) {
        Instant until = origin.keepKeyUntil();
        return until != null && !until.isAfter(clock.instant().plus(WITHIN));
    }

    /**
     * One job for each store, each in a transaction of its own, so that one that cannot have it keeps none of the others from
     * it. Permission was checked.
     */
    Deployment deploy(Caller caller, int certificateId, List<StoreOrder> stores, Schedule schedule) {
        Set<UUID> withoutKeys = database.inTransaction(tx -> {
            Instant last = schedule instanceof Schedule.ExactlyOnce once ? once.time() : clock.instant();
            enrollments.keepKeyAtLeast(tx, certificateId, last.plus(KEPT_FOR_JOBS));
            return locations.withoutKeys(tx, ids(stores));
        });
        List<UUID> successful = new ArrayList<>();
        List<Deployment.Failure> failures = new ArrayList<>();
        for (StoreOrder store : stores) {
            try {
                database.runInTransaction(tx ->
                        schedule(tx, caller, certificateId, store, !withoutKeys.contains(store.storeId()), schedule));
                successful.add(store.storeId());
            } catch (CommandException refused) {
                failures.add(new Deployment.Failure(store.storeId(), refused.getMessage()));
            }
        }
        return new Deployment(successful.stream().distinct().toList(), failures);
    }

    private static Collection<UUID> ids(List<StoreOrder> stores) {
        return stores.stream().map(StoreOrder::storeId).toList();
    }

    private void schedule(
            Handle tx, Caller caller, int certificateId, StoreOrder store, boolean withKey, Schedule schedule) {
        scheduleManagement.add(
                tx,
                caller,
                List.of(new StoreAddition(
                        store.storeId(),
                        certificateId,
                        store.alias(),
                        store.overwrite(),
                        withKey,
                        null,
                        store.parameters(),
                        schedule)));
    }
}
