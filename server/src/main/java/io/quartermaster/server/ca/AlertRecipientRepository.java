package io.quartermaster.server.ca;

import io.quartermaster.server.db.UniqueNames;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Recipients of mail about authorities. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class AlertRecipientRepository {
    private static final String SELECT = "SELECT r.id, r.email FROM authority_alert_recipient r ";

    /** By id. */
    List<AlertRecipient> all(Handle tx) {
        return tx.createQuery(SELECT + "ORDER BY r.id")
                .map((row, context) -> recipient(row))
                .list();
    }

    Optional<AlertRecipient> find(Handle tx, int id) {
        return tx.createQuery(SELECT + "WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> recipient(row))
                .findOne();
    }

    /** Adds those that are not there yet, and gives all of these, by id. */
    List<AlertRecipient> add(Handle tx, List<String> emails) {
        tx.createUpdate("""
                        INSERT INTO authority_alert_recipient (email)
                        SELECT new.email FROM unnest(CAST(:emails AS text[])) AS new (email)
                            ON CONFLICT (lower(email)) DO NOTHING
                        """).bindArray("emails", String.class, emails).execute();
        return tx.createQuery(SELECT + """
                        WHERE lower(r.email) IN (SELECT lower(e.email) FROM unnest(CAST(:emails AS text[])) AS e (email))
                        ORDER BY r.id
                        """)
                .bindArray("emails", String.class, emails)
                .map((row, context) -> recipient(row))
                .list();
    }

    /**
     * Changes the address.
     *
     * @return false when there is no such recipient
     * @throws io.quartermaster.server.error.CommandException NAME_IN_USE when another has this address
     */
    boolean update(Handle tx, AlertRecipient recipient) {
        if (find(tx, recipient.id()).isEmpty()) {
            return false;
        }
        UniqueNames.execute(
                recipient.email() + " is a recipient already.",
                tx.createUpdate("UPDATE authority_alert_recipient SET email = :email WHERE id = :id")
                        .bind("id", recipient.id())
                        .bind("email", recipient.email()));
        return true;
    }

    /** @return false when there is no such recipient */
    boolean delete(Handle tx, int id) {
        return tx.createUpdate("DELETE FROM authority_alert_recipient WHERE id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    private static AlertRecipient recipient(ResultSet row) throws SQLException {
        return new AlertRecipient(row.getInt("id"), row.getString("email"));
    }
}
