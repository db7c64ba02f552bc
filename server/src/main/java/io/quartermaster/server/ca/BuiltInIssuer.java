package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.AuthoritySettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/** Signs with a key of this server. Safe for many threads. */
@Singleton
public class BuiltInIssuer implements CertificateIssuer {
    /** A profile that asks for more is a mistake. */
    static final int VALIDITY_DAYS_MAX = 18_250;

    private final Database database;
    private final SignerRepository signers;
    private final SigningKeys keys;
    private final AuthoritySettings settings;
    private final RandomGenerator random;
    private final InstantSource clock;

    public BuiltInIssuer(
            Database database,
            SignerRepository signers,
            SigningKeys keys,
            AuthoritySettings settings,
            RandomGenerator random,
            InstantSource clock) {
        this.database = database;
        this.signers = signers;
        this.keys = keys;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public AuthorityKind kind() {
        return AuthorityKind.BUILT_IN;
    }

    private record Signing(List<Signer> chain, PrivateKey key) {}

    @Override
    public Signed sign(Authority authority, JudgedRequest judged) {
        Signing signing = signing(authority);
        Signer signer = signing.chain().getFirst();
        try {
            X509CertificateHolder certificate = builder(judged, signer).build(SigningKeys.signer(signing.key()));
            return new Signed(certificate.getEncoded(), encoded(signing.chain()), signer.id());
        } catch (IOException e) {
            throw new IllegalStateException("A certificate cannot be made", e);
        }
    }

    private Signing signing(Authority authority) {
        Integer id = authority.signerId();
        if (id == null) {
            throw new IllegalStateException("The authority " + authority.name() + " has no signer");
        }
        return database.read(tx -> {
            List<Signer> chain = signers.chain(tx, id);
            return new Signing(chain, keys.key(tx, chain.getFirst().secretId()));
        });
    }

    private X509v3CertificateBuilder builder(JudgedRequest judged, Signer signer) throws IOException {
        SigningRequest request = judged.request();
        Instant begin = begin(signer);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                signer.certificate().getSubject(),
                SerialNumbers.next(random),
                Date.from(begin),
                Date.from(end(judged.profile(), signer)),
                judged.names().subject(),
                request.key());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        Optional<KeyUsage> usage = KeyUsages.usage(judged.profile(), request.hasRsaKey());
        if (usage.isPresent()) {
            builder.addExtension(Extension.keyUsage, true, usage.get());
        }
        Optional<ExtendedKeyUsage> extended = KeyUsages.extended(judged.profile());
        if (extended.isPresent()) {
            builder.addExtension(Extension.extendedKeyUsage, false, extended.get());
        }
        var identifiers = CertificateExtensions.keyIdentifiers();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(request.key()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(signer.certificate().getSubjectPublicKeyInfo()));
        if (!judged.names().alternatives().isEmpty()) {
            // RFC 5280, 4.2.1.6: they must be understood where there is nothing else.
            boolean critical = judged.names().subject().getRDNs().length == 0;
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    critical,
                    CertificateExtensions.names(judged.names().alternatives()));
        }
        CertificateExtensions.addAddresses(builder, settings, signer.id());
        return builder;
    }

    private Instant begin(Signer signer) {
        Instant begin = clock.instant().minus(MakeSigner.BACKDATED);
        Instant signerBegin = signer.certificate().getNotBefore().toInstant();
        return begin.isBefore(signerBegin) ? signerBegin : begin;
    }

    /** As the profile has it, and never after the signer's own end. */
    private Instant end(Profile profile, Signer signer) {
        if (profile.validityDays() < 1 || profile.validityDays() > VALIDITY_DAYS_MAX) {
            throw new IssueRefusedException("A certificate cannot be valid for " + profile.validityDays()
                    + " days; expected 1 to " + VALIDITY_DAYS_MAX + ".");
        }
        Instant now = clock.instant();
        Instant signerEnd = signer.certificate().getNotAfter().toInstant();
        if (!signerEnd.isAfter(now)) {
            throw new IssueRefusedException(
                    "The certificate of the authority itself ended at " + signerEnd + "; a new authority is needed.");
        }
        Instant end = now.plus(Duration.ofDays(profile.validityDays()));
        return end.isBefore(signerEnd) ? end : signerEnd;
    }

    private static List<byte[]> encoded(List<Signer> chain) throws IOException {
        List<byte[]> encoded = new ArrayList<>(chain.size());
        for (Signer signer : chain) {
            encoded.add(signer.certificate().getEncoded());
        }
        return encoded;
    }

    @Override
    public String test(Authority authority) {
        Signer signer = signing(authority).chain().getFirst();
        Instant end = signer.certificate().getNotAfter().toInstant();
        if (!end.isAfter(clock.instant())) {
            throw new IssueRefusedException("The certificate of the authority ended at " + end + ".");
        }
        return "The authority can sign; its certificate holds until " + end + ".";
    }
}
