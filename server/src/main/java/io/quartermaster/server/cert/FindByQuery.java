package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Which certificates a query or a collection finds, for the server's own work. Nobody's permission is asked. Safe for many threads. */
@Singleton
public class FindByQuery {
    private final CollectionRepository collections;
    private final MetadataRepository metadata;
    private final InstantSource clock;

    public FindByQuery(CollectionRepository collections, MetadataRepository metadata, InstantSource clock) {
        this.collections = collections;
        this.metadata = metadata;
        this.clock = clock;
    }

    /**
     * @param who whom {@code %ME%} stands for
     * @return a condition on the certificate {@code c}
     * @throws CommandException QUERY
     */
    public SqlCondition matching(Handle tx, String query, String who) {
        return QueryAnalyzer.listCondition(
                query,
                CertificateFields.of(metadata.fields(tx), new ContainerScope.All()),
                new QueryContext(clock.instant(), who));
    }

    /**
     * The same for a collection.
     *
     * @throws CommandException UNKNOWN_ID for one that there is not; QUERY
     */
    public SqlCondition ofCollection(Handle tx, int id, String who) {
        CertificateCollection collection = collections
                .find(tx, id)
                .orElseThrow(() ->
                        new CommandException(ErrorKind.UNKNOWN_ID, "There is no certificate collection " + id + "."));
        return matching(tx, collection.query(), who)
                .and(new SqlCondition("(" + collection.duplicationField().condition() + ")", Map.of()));
    }
}
