package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Revocation lists. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class RevocationListRepository {
    private static final String SELECT =
            "SELECT l.number, l.der, l.this_update, l.stale FROM revocation_list l WHERE l.signer_id = :signerId";

    /**
     * The newest list of a signer.
     *
     * @param der null = there was none yet, and so is {@code thisUpdate}
     * @param stale something was revoked since
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Newest(
            long number, byte @Nullable [] der, @Nullable Instant thisUpdate, boolean stale) {}

    Optional<Newest> find(Handle tx, int signerId) {
        return tx.createQuery(SELECT)
                .bind("signerId", signerId)
                .map((row, context) -> newest(row))
                .findOne();
    }

    /** Until the transaction ends, nobody else makes a list of this signer, and revocations wait. */
    Optional<Newest> lock(Handle tx, int signerId) {
        return tx.createQuery(SELECT + " FOR UPDATE")
                .bind("signerId", signerId)
                .map((row, context) -> newest(row))
                .findOne();
    }

    void replace(Handle tx, int signerId, long number, byte[] der, Instant thisUpdate) {
        tx.createUpdate("""
                        UPDATE revocation_list
                           SET number = :number, der = :der, this_update = :thisUpdate, stale = FALSE
                         WHERE signer_id = :signerId AND number < :number
                        """)
                .bind("signerId", signerId)
                .bind("number", number)
                .bind("der", der)
                .bind("thisUpdate", thisUpdate.atOffset(ZoneOffset.UTC))
                .execute();
    }

    void setStale(Handle tx, int signerId) {
        tx.createUpdate("UPDATE revocation_list SET stale = TRUE WHERE signer_id = :signerId AND NOT stale")
                .bind("signerId", signerId)
                .execute();
    }

    private static Newest newest(ResultSet row) throws SQLException {
        var thisUpdate = row.getTimestamp("this_update");
        return new Newest(
                row.getLong("number"),
                row.getBytes("der"),
                thisUpdate == null ? null : thisUpdate.toInstant(),
                row.getBoolean("stale"));
    }
}
