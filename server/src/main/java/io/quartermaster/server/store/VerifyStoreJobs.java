package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.Verifications;
import io.quartermaster.server.job.Verifications.Unverified;
import io.quartermaster.server.job.Verifications.Verdict;
import io.quartermaster.server.job.Verified;
import io.quartermaster.server.store.StoreContentRepository.Held;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Holds what agents said of their work on stores against the inventories that followed. Works in the caller's transaction.
 * Safe for many threads.
 */
@Singleton
class VerifyStoreJobs {
    private static final String SUPERSEDED =
            "A later job was at the same entry before this inventory began, so the inventory does not tell.";

    private final StoreContentRepository content;
    private final Verifications verifications;

    VerifyStoreJobs(StoreContentRepository content, Verifications verifications) {
        this.content = content;
        this.verifications = verifications;
    }

    /**
     * Judges all that the inventories show.
     *
     * @param begun when inventories of stores began that ended well; those that are not believed are passed over
     * @param now when they became the inventories of their stores
     */
    void run(Handle tx, Map<UUID, Instant> begun, Instant now) {
        Map<UUID, Instant> believed = new HashMap<>(begun);
        believed.keySet().retainAll(content.inventoriedAt(tx, begun.keySet(), now));
        if (believed.isEmpty()) {
            return;
        }
        List<Unverified> unverified = verifications.before(tx, believed);
        if (unverified.isEmpty()) {
            return;
        }
        Map<UUID, List<Held>> held =
                content
                        .held(
                                tx,
                                unverified.stream()
                                        .map(Unverified::storeId)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.groupingBy(Held::storeId));
        verifications.settle(tx, verdicts(unverified, held), now);
    }

    /** @param unverified in the order in which they began */
    private static List<Verdict> verdicts(List<Unverified> unverified, Map<UUID, List<Held>> held) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < unverified.size(); i++) {
            Unverified attempt = unverified.get(i);
            Verdict verdict = verdict(attempt, held.getOrDefault(attempt.storeId(), List.of()));
            boolean superseded = verdict.verified() == Verified.CONTRADICTED
                    && unverified.subList(i + 1, unverified.size()).stream().anyMatch(later -> mayUndo(later, attempt));
            verdicts.add(superseded ? new Verdict(attempt, Verified.SUPERSEDED, SUPERSEDED) : verdict);
        }
        return verdicts;
    }

    /** Whether the later one may have changed the entry that the earlier one was about, whatever was said of it. */
    private static boolean mayUndo(Unverified later, Unverified earlier) {
        String one = ManagementFields.alias(later.fields());
        String other = ManagementFields.alias(earlier.fields());
        if (later.kind() == JobKind.MANAGEMENT
                && ManagementFields.operation(later.fields()) == ManagementFields.Operation.CREATE) {
            return false;
        }
        // Without an alias the agent has chosen one.
        return later.storeId().equals(earlier.storeId())
                && (one.isEmpty() || other.isEmpty() || one.equalsIgnoreCase(other));
    }

    /** What was to be seen, and whether it is. */
    private record Sight(String what, boolean seen) {}

    private static Verdict verdict(Unverified attempt, List<Held> held) {
        Sight sight = attempt.kind() == JobKind.REENROLLMENT ? ofKey(attempt, held) : ofChange(attempt.fields(), held);
        boolean expected = attempt.result().succeeded();
        Verified verified = sight.seen() == expected ? Verified.CONFIRMED : Verified.CONTRADICTED;
        String said = attempt.lost()
                ? "The orchestrator said nothing"
                : "The orchestrator said that it " + (expected ? "was done" : "failed");
        return new Verdict(
                attempt,
                verified,
                said + (verified == Verified.CONFIRMED ? "; the inventory" : ", but the inventory")
                        + (sight.seen() ? " shows " : " does not show ") + sight.what() + ".");
    }

    private static Sight ofKey(Unverified attempt, List<Held> held) {
        Integer certificate = attempt.certificateId();
        return new Sight(
                "the certificate that was issued for it",
                certificate != null && any(held, ManagementFields.alias(attempt.fields()), has(certificate)));
    }

    private static Sight ofChange(JsonNode fields, List<Held> held) {
        String alias = ManagementFields.alias(fields);
        return switch (ManagementFields.operation(fields)) {
            case ADD ->
                new Sight(
                        "the certificate" + (alias.isEmpty() ? "" : " as \"" + alias + "\""),
                        any(held, alias, has(ManagementFields.certificateId(fields))));
            case REMOVE -> new Sight("that \"" + alias + "\" is gone", !any(held, alias, entry -> true));
            case CREATE -> new Sight("the store", true);
        };
    }

    private static Predicate<Held> has(int certificateId) {
        return entry -> entry.certificateId() == certificateId;
    }

    /** An empty alias stands for any: the agent chose it. */
    private static boolean any(List<Held> held, String alias, Predicate<Held> as) {
        String folded = alias.toLowerCase(Locale.ROOT);
        return held.stream()
                .anyMatch(entry -> (alias.isEmpty() || entry.foldedAlias().equals(folded)) && as.test(entry));
    }
}
