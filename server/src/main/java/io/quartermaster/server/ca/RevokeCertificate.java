package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Revokes certificates that the built-in authority has issued: from then on OCSP says so, and the next revocation list,
 * which is made as soon as somebody asks for it. Works in the caller's transaction; the caller audits. Safe for many threads.
 */
@Singleton
public class RevokeCertificate {
    /** The certificate is suspended, not revoked for good. */
    public static final int HOLD = 6;

    /** Not a reason but the end of a hold. */
    public static final int REMOVE_FROM_CRL = 8;

    /** RFC 5280, 5.3.1; 7 is not used. */
    private static final Set<Integer> REASONS = Set.of(0, 1, 2, 3, 4, 5, HOLD, REMOVE_FROM_CRL, 9, 10);

    /** Clocks of clients differ from ours. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private final IssuedRepository issued;
    private final RevocationListRepository lists;
    private final InstantSource clock;

    public RevokeCertificate(IssuedRepository issued, RevocationListRepository lists, InstantSource clock) {
        this.issued = issued;
        this.lists = lists;
        this.clock = clock;
    }

    /**
     * Revokes one certificate, or releases it from a hold. One that is revoked for good stays as it is.
     *
     * @param reason the number of RFC 5280 (0 to 6, 8 to 10)
     * @param at from when the certificate is not to be trusted; not in the future
     * @throws IssueRefusedException for a certificate that was not issued here, an unusable reason, and one that is to be
     *     released and is not on hold
     */
    public void run(Handle tx, int certificateId, int reason, Instant at) {
        if (!REASONS.contains(reason)) {
            throw new IssueRefusedException("There is no revocation reason " + reason
                    + "; expected 0 to 6, 9, 10, or 8 to end a hold (RFC 5280).");
        }
        Instant now = clock.instant();
        if (at.isAfter(now.plus(AHEAD_MAX))) {
            throw new IssueRefusedException("A certificate cannot be revoked for a time to come, such as " + at + ".");
        }
        IssuedRepository.Status status = issued.lock(tx, certificateId)
                .orElseThrow(() -> new IssueRefusedException("Certificate " + certificateId
                        + " was not issued by an authority of this server, so it cannot be revoked here. Revoke it where it"
                        + " was issued."));
        if (reason == REMOVE_FROM_CRL) {
            if (!status.isOnHold()) {
                throw new IssueRefusedException("Certificate " + certificateId + " is not on hold.");
            }
            issued.release(tx, status);
        } else {
            issued.revoke(tx, status, at.isAfter(now) ? now : at, reason);
        }
        lists.setStale(tx, status.signerId());
    }
}
