package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Requests for certificates, granted or not. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class RequestRepository {
    /** Characters of the sentence that is kept. */
    private static final int MESSAGE_LENGTH_MAX = 2_000;

    /**
     * A request that has ended.
     *
     * @param subject empty for none, or one that could not be read
     * @param message why it failed; null when it did not
     * @param certificateId null when it failed
     */
    record Ended(
            IssueRequest request,
            Authority authority,
            Instant requested,
            String subject,
            List<String> names,
            @Nullable String message,
            @Nullable Integer certificateId) {}

    /** @return its id */
    long add(Handle tx, Ended ended) {
        String message = ended.message();
        return tx.createQuery("""
                        INSERT INTO certificate_request (requested, requester, authority_id, authority_name, template, subject,
                                                         names, csr, state, message, certificate_id)
                        VALUES (:requested, :requester, (SELECT id FROM certificate_authority WHERE id = :authorityId),
                                :authorityName, :template, :subject, :names, :csr,
                                CASE WHEN CAST(:certificateId AS integer) IS NULL THEN 'FAILED' ELSE 'ISSUED' END,
                                :message, :certificateId)
                        RETURNING id
                        """)
                .bind("requested", ended.requested().atOffset(ZoneOffset.UTC))
                .bind("requester", ended.request().requester())
                .bind("authorityId", ended.authority().id())
                .bind("authorityName", ended.authority().name())
                .bind("template", ended.request().template())
                .bind("subject", ended.subject())
                .bindArray("names", String.class, ended.names())
                .bind("csr", ended.request().csrDer())
                .bind(
                        "message",
                        message == null || message.length() <= MESSAGE_LENGTH_MAX
                                ? message
                                : message.substring(0, MESSAGE_LENGTH_MAX))
                .bind("certificateId", ended.certificateId())
                .mapTo(Long.class)
                .one();
    }
}
