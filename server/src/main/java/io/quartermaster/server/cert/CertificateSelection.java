package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which certificates a request that changes some is about: a list of ids, or all that a query finds. */
sealed interface CertificateSelection {
    /** Certificates of one request, however they are named. */
    int CERTIFICATES_MAX = 100_000;

    /** @param ids no two equal */
    record ByIds(Set<Integer> ids) implements CertificateSelection {}

    /** @param query not blank: no query never means all where something is changed */
    record ByQuery(String query) implements CertificateSelection {}

    /** @throws CommandException MALFORMED for a blank query */
    static ByQuery byQuery(String field, @Nullable String query) {
        if (query == null || query.isBlank()) {
            throw CertificateText.malformed(field + " must be a query; an empty one would mean all certificates.");
        }
        return new ByQuery(query);
    }

    /**
     * The ids, in their order. Expired and revoked certificates are among them.
     *
     * @throws CommandException UNKNOWN_ID naming each that does not exist or is not reached;
     *     MALFORMED for a query that finds more than {@link #CERTIFICATES_MAX}
     */
    default List<Integer> ids(
            Handle tx,
            Caller caller,
            CertificateReach reach,
            CertificateListRepository certificates,
            SqlCondition within,
            @Nullable Integer collectionId) {
        return switch (this) {
            case ByIds(Set<Integer> ids) -> {
                Set<Integer> reached = reach.within(tx, ids, within);
                List<FailedOperation> unknown = ids.stream()
                        .filter(id -> !reached.contains(id))
                        .map(id -> new FailedOperation(id.toString(), CertificateReach.missing(collectionId, id)))
                        .toList();
                if (!unknown.isEmpty()) {
                    throw new CommandException(
                            ErrorKind.UNKNOWN_ID,
                            unknown.size() + " of " + ids.size() + " certificates do not exist; nothing was done.",
                            unknown);
                }
                yield ids.stream().sorted().toList();
            }
            case ByQuery(String query) -> {
                List<Integer> found = certificates.ids(
                        tx,
                        reach.matching(caller, reach.fields(tx, caller), query).and(within),
                        CERTIFICATES_MAX + 1);
                if (found.size() > CERTIFICATES_MAX) {
                    throw CertificateText.malformed(
                            "The query finds more than " + CERTIFICATES_MAX + " certificates; narrow it.");
                }
                yield found;
            }
        };
    }
}
