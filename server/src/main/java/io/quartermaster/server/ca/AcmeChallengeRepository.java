package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Challenges that are to be answered now. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class AcmeChallengeRepository {
    /** Also forgets those whose time has passed: a server that died left them. */
    void put(Handle tx, String token, String keyAuthorization, Instant now, Instant expires) {
        tx.createUpdate("DELETE FROM acme_challenge WHERE expires < :now")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        tx.createUpdate("""
                        INSERT INTO acme_challenge (token, key_authorization, expires)
                        VALUES (:token, :keyAuthorization, :expires)
                            ON CONFLICT (token) DO UPDATE
                           SET key_authorization = excluded.key_authorization, expires = excluded.expires
                        """)
                .bind("token", token)
                .bind("keyAuthorization", keyAuthorization)
                .bind("expires", expires.atOffset(ZoneOffset.UTC))
                .execute();
    }

    Optional<String> find(Handle tx, String token, Instant now) {
        return tx.createQuery("""
                        SELECT c.key_authorization FROM acme_challenge c WHERE c.token = :token AND c.expires >= :now
                        """)
                .bind("token", token)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .findOne();
    }

    void delete(Handle tx, Collection<String> tokens) {
        tx.createUpdate("DELETE FROM acme_challenge WHERE token = ANY (:tokens)")
                .bindArray("tokens", String.class, tokens)
                .execute();
    }
}
