package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates a request reaches. One that names a collection reaches what the collection finds, and the permission
 * for that collection is enough; one that names none reaches all, and needs the permission everywhere. Safe for many threads.
 */
@Singleton
public class CertificateReach {
    private final CollectionRepository collections;
    private final MetadataRepository metadata;
    private final InstantSource clock;

    public CertificateReach(CollectionRepository collections, MetadataRepository metadata, InstantSource clock) {
        this.collections = collections;
        this.metadata = metadata;
        this.clock = clock;
    }

    /**
     * @param collectionId null and 0 for none
     * @return a condition on the certificate {@code c}
     * @throws io.quartermaster.server.security.PermissionDenied naming the strings that would have been enough
     * @throws CommandException NOT_FOUND for a collection that does not exist
     */
    public SqlCondition require(Handle tx, Caller caller, @Nullable Integer collectionId, Permission... permissions) {
        if (collectionId == null || collectionId == 0) {
            caller.require(permissions);
            return SqlCondition.all();
        }
        if (collectionId < 0) {
            throw new CommandException(ErrorKind.MALFORMED, "collectionId must be 1 or more.");
        }
        int id = collectionId;
        caller.require(Arrays.stream(permissions)
                .map(permission -> permission.within(id))
                .toList());
        CertificateCollection collection = collections
                .find(tx, id)
                .orElseThrow(() ->
                        new CommandException(ErrorKind.NOT_FOUND, "There is no certificate collection " + id + "."));
        return found(tx, caller, collection);
    }

    /**
     * One certificate that the request reaches.
     *
     * @throws CommandException NOT_FOUND when it does not exist, or is not in the collection
     */
    public void requireOne(
            Handle tx, Caller caller, @Nullable Integer collectionId, int id, Permission... permissions) {
        SqlCondition reach = require(tx, caller, collectionId, permissions);
        if (within(tx, List.of(id), reach).isEmpty()) {
            throw notFound(collectionId, id);
        }
    }

    static CommandException notFound(@Nullable Integer collectionId, int id) {
        return new CommandException(ErrorKind.NOT_FOUND, missing(collectionId, id));
    }

    /** A sentence about one that does not exist or is not in the collection. */
    public static String missing(@Nullable Integer collectionId, int id) {
        String where = collectionId == null || collectionId == 0 ? "" : " in collection " + collectionId;
        return "There is no certificate " + id + where + ".";
    }

    /** Those of the certificates that exist and are reached. */
    public Set<Integer> within(Handle tx, Collection<Integer> ids, SqlCondition reach) {
        return new HashSet<>(tx.createQuery("SELECT c.id FROM certificate c WHERE c.id = ANY (:ids) AND " + reach.sql())
                .bindArray("ids", Integer.class, ids)
                .bindMap(reach.bindings())
                .mapTo(Integer.class)
                .list());
    }

    /** What a query of this caller may ask for: of stores, only those that the caller may see. */
    FieldSet fields(Handle tx, Caller caller) {
        return CertificateFields.of(metadata.fields(tx), caller.containers(StoreVerb.READ));
    }

    /** @throws CommandException QUERY */
    SqlCondition matching(Caller caller, FieldSet fields, String query) {
        return QueryAnalyzer.listCondition(query, fields, new QueryContext(clock.instant(), caller.name()));
    }

    private SqlCondition found(Handle tx, Caller caller, CertificateCollection collection) {
        SqlCondition newest =
                new SqlCondition("(" + collection.duplicationField().condition() + ")", Map.of());
        // What a collection finds does not depend on who looks: it is what permissions are given for.
        FieldSet fields = CertificateFields.of(metadata.fields(tx), new ContainerScope.All());
        try {
            return matching(caller, fields, collection.query())
                    .under("collection")
                    .and(newest);
        } catch (CommandException e) {
            throw new CommandException(
                    e.kind(),
                    "The query of the collection " + collection.name() + " cannot be read. " + e.getMessage());
        }
    }
}
