package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * Judges a certificate by what the server knows: the times and revocations of it and its issuers, and whether the chain
 * reaches a root. No authority is asked, and which roots are to be trusted is not known here. Safe for many threads.
 */
@Singleton
public class ValidateCertificate {
    private static final String PASS = "Pass";
    private static final String FAIL = "Fail";

    private final Database database;
    private final CertificateReach reach;
    private final FindCertificates find;
    private final Chains chains;
    private final CertificateRepository certificates;
    private final InstantSource clock;

    public ValidateCertificate(
            Database database,
            CertificateReach reach,
            FindCertificates find,
            Chains chains,
            CertificateRepository certificates,
            InstantSource clock) {
        this.database = database;
        this.reach = reach;
        this.find = find;
        this.chains = chains;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** @param results {@code Pass} or {@code Fail} by what was looked at */
    record Verdict(boolean valid, Map<String, String> results) {}

    /** @throws CommandException NOT_FOUND */
    Verdict run(Caller caller, int id, @Nullable Integer collectionId) {
        Instant now = clock.instant();
        return database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            KnownCertificate leaf = find.find(tx, id).orElseThrow(() -> CertificateReach.notFound(collectionId, id));
            List<byte[]> chain = chains.of(tx, leaf.der());
            List<KnownCertificate> all = find.find(
                    tx,
                    certificates
                            .known(
                                    tx,
                                    chain.stream().map(EncodedCertificate::new).toList())
                            .values());
            X509CertificateHolder last = ChainOfFile.holder(chain.getLast());
            Map<String, String> results = new LinkedHashMap<>();
            results.put("TimeValid", word(isInTime(leaf, now)));
            results.put("NotRevoked", word(leaf.revokedAt() == null));
            results.put("FullChain", word(Chains.isSelfIssued(last) && Chains.hasSigned(last, last)));
            results.put("IssuersTimeValid", word(all.stream().allMatch(one -> one.id() == id || isInTime(one, now))));
            results.put(
                    "IssuersNotRevoked", word(all.stream().allMatch(one -> one.id() == id || one.revokedAt() == null)));
            return new Verdict(!results.containsValue(FAIL), results);
        });
    }

    private static boolean isInTime(KnownCertificate certificate, Instant now) {
        return !now.isBefore(certificate.notBefore()) && !now.isAfter(certificate.notAfter());
    }

    private static String word(boolean passes) {
        return passes ? PASS : FAIL;
    }
}
