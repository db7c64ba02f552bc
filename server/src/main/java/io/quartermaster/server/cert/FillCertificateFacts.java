package io.quartermaster.server.cert;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Reads certificates again that were recorded by an older version, which kept less of them. In the background, so that a
 * million of them does not hold up the start; until then a search by what was not kept does not find them. Several servers
 * may do it at the same time.
 */
@Singleton
public class FillCertificateFacts {
    /** Certificates of one transaction. */
    static final int BATCH_MAX = 500;

    private final Database database;

    public FillCertificateFacts(Database database) {
        this.database = database;
    }

    private record Unread(int id, ParsedCertificate certificate) {}

    @SilentInOutage
    @Scheduled(every = "60s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void whileSomeAreLeft() {
        run();
    }

    /** Reads all that are left. */
    public void run() {
        database.untilNothingIsLeft(FillCertificateFacts::batch);
    }

    private static int batch(Handle tx) {
        List<Map.Entry<Integer, byte[]>> unread = tx.createQuery("""
                        SELECT c.id, c.der FROM certificate c WHERE c.facts_version = 0
                         ORDER BY c.id LIMIT :limit FOR UPDATE SKIP LOCKED
                        """)
                .bind("limit", BATCH_MAX)
                .map((row, context) -> Map.entry(row.getInt("id"), row.getBytes("der")))
                .list();
        List<Unread> read = new ArrayList<>(unread.size());
        List<Integer> unreadable = new ArrayList<>();
        for (Map.Entry<Integer, byte[]> row : unread) {
            try {
                read.add(new Unread(row.getKey(), ParsedCertificate.parse(row.getValue())));
            } catch (IllegalArgumentException e) {
                // Never again: an older version could read it, or somebody else wrote it.
                unreadable.add(row.getKey());
            }
        }
        write(tx, read);
        tx.createUpdate("UPDATE certificate SET facts_version = :version WHERE id = ANY (:ids)")
                .bind("version", CertificateFacts.VERSION)
                .bindArray("ids", Integer.class, unreadable)
                .execute();
        return unread.size();
    }

    private static void write(Handle tx, List<Unread> read) {
        if (read.isEmpty()) {
            return;
        }
        Update statement = tx.createUpdate("""
                WITH changed AS (
                  UPDATE certificate c
                     SET (facts_version, %1$s) = ROW (:factsVersion, %2$s)
                    FROM unnest(CAST(:ids AS integer[]), %3$s) AS new (id, %1$s)
                   WHERE c.id = new.id
                  RETURNING c.id, c.digest
                )
                INSERT INTO certificate_alt_name (certificate_id, position, type, value)
                SELECT changed.id, n.position, n.type, n.value
                  FROM changed
                  JOIN unnest(CAST(:altNameOwners AS bytea[]), CAST(:altNamePositions AS smallint[]),
                              CAST(:altNameTypes AS smallint[]), CAST(:altNames AS text[]))
                       AS n (digest, position, type, value) ON n.digest = changed.digest
                    ON CONFLICT (certificate_id, position) DO NOTHING
                """.formatted(FactColumns.NAMES, FactColumns.VALUES, FactColumns.ARRAYS))
                .bind("factsVersion", CertificateFacts.VERSION)
                .bindArray("ids", Integer.class, read.stream().map(Unread::id).toList());
        List<CertificateFacts> facts =
                read.stream().map(row -> row.certificate().facts()).toList();
        FactColumns.bind(statement, facts);
        FactColumns.bindAltNames(
                statement,
                read,
                row -> row.certificate().digest(),
                row -> row.certificate().facts());
        statement.execute();
    }
}
