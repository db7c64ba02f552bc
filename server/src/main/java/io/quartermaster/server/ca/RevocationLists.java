package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.AuthoritySettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The list of revoked certificates of each signer. A new one is made when somebody asks and the newest one is no longer
 * right: something was revoked since, or half of its time has passed. So no server has to remember to make it, and of several
 * that are asked at once, one does. Its number is one higher. Safe for many threads.
 */
@Singleton
public class RevocationLists {
    private static final int HEX = 16;

    private final Database database;
    private final SignerRepository signers;
    private final SigningKeys keys;
    private final IssuedRepository issued;
    private final RevocationListRepository lists;
    private final AuthoritySettings settings;
    private final InstantSource clock;

    public RevocationLists(
            Database database,
            SignerRepository signers,
            SigningKeys keys,
            IssuedRepository issued,
            RevocationListRepository lists,
            AuthoritySettings settings,
            InstantSource clock) {
        this.database = database;
        this.signers = signers;
        this.keys = keys;
        this.issued = issued;
        this.lists = lists;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A list, and for how long others may keep it.
     *
     * @param left at most until the next one is made without anything having been revoked
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Current(byte[] der, Duration left) {}

    /** The list that holds now, DER; empty for a signer that there is not. */
    Optional<Current> current(int signerId) {
        Optional<RevocationListRepository.Newest> newest = database.read(tx -> lists.find(tx, signerId));
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Optional<Current> right = right(newest.get());
        return right.isPresent()
                ? right
                : Optional.of(database.inTransaction(tx -> {
                    // Another server may have made it while this one waited for the row.
                    RevocationListRepository.Newest locked =
                            lists.lock(tx, signerId).orElseThrow();
                    return right(locked).orElseGet(() -> make(tx, signerId, locked));
                }));
    }

    /** Makes a new one, whether the newest is right or not. */
    void publish(Handle tx, int signerId) {
        make(tx, signerId, lists.lock(tx, signerId).orElseThrow());
    }

    private Optional<Current> right(RevocationListRepository.Newest newest) {
        byte @Nullable [] der = newest.der();
        Instant thisUpdate = newest.thisUpdate();
        if (der == null || thisUpdate == null || newest.stale()) {
            return Optional.empty();
        }
        Duration left = Duration.between(
                clock.instant(), thisUpdate.plus(settings.crlLife().dividedBy(2)));
        return left.isPositive() ? Optional.of(new Current(der, left)) : Optional.empty();
    }

    private Current make(Handle tx, int signerId, RevocationListRepository.Newest before) {
        Signer signer = signers.find(tx, signerId).orElseThrow();
        Instant now = clock.instant();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(signer.certificate().getSubject(), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(settings.crlLife())));
        // What has expired stands on one more list, as RFC 5280 (3.3) wants it.
        for (IssuedRepository.Status revoked : issued.revoked(tx, signerId, now.minus(settings.crlLife()))) {
            if (revoked.revokedAt() != null) {
                builder.addCRLEntry(
                        new BigInteger(revoked.serialNumber(), HEX), Date.from(revoked.revokedAt()), revoked.reason());
            }
        }
        long number = before.number() + 1;
        try {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    CertificateExtensions.keyIdentifiers()
                            .createAuthorityKeyIdentifier(signer.certificate().getSubjectPublicKeyInfo()));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            byte[] der = builder.build(SigningKeys.signer(keys.key(tx, signer.secretId())))
                    .getEncoded();
            lists.replace(tx, signerId, number, der, now);
            return new Current(der, settings.crlLife().dividedBy(2));
        } catch (IOException e) {
            throw new IllegalStateException("The revocation list of signer " + signerId + " cannot be made", e);
        }
    }
}
