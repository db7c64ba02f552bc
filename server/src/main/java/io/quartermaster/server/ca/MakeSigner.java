package io.quartermaster.server.ca;

import io.quartermaster.server.cert.RecordCertificates;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.setting.AuthoritySettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes the keys and certificates of authorities. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class MakeSigner {
    /** Before now: clocks differ. */
    static final Duration BACKDATED = Duration.ofMinutes(5);

    private final SignerRepository signers;
    private final SigningKeys keys;
    private final IssuedRepository issued;
    private final RecordCertificates recordCertificates;
    private final AuthoritySettings settings;
    private final Ids ids;
    private final RandomGenerator random;
    private final InstantSource clock;

    public MakeSigner(
            SignerRepository signers,
            SigningKeys keys,
            IssuedRepository issued,
            RecordCertificates recordCertificates,
            AuthoritySettings settings,
            Ids ids,
            RandomGenerator random,
            InstantSource clock) {
        this.signers = signers;
        this.keys = keys;
        this.issued = issued;
        this.recordCertificates = recordCertificates;
        this.settings = settings;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    Signer root(Handle tx) {
        KeyPair pair = SigningKeys.make(settings.rootKey());
        X500Name name = DistinguishedNames.parse(settings.rootSubject());
        Instant now = clock.instant();
        X509v3CertificateBuilder builder =
                builder(name, now.minus(BACKDATED), now.plus(Duration.ofDays(settings.rootDays())), name, pair);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            return finished(tx, builder, pair, pair.getPrivate(), null);
        } catch (IOException e) {
            throw new IllegalStateException("The root cannot be made", e);
        }
    }

    /**
     * Makes one below the root.
     *
     * @param subject as people write it
     */
    Signer issuing(Handle tx, Signer root, String subject) {
        KeyPair pair = SigningKeys.make(settings.issuingKey());
        Instant now = clock.instant();
        Instant wanted = now.plus(Duration.ofDays(settings.issuingDays()));
        Instant rootEnd = root.certificate().getNotAfter().toInstant();
        X509v3CertificateBuilder builder = builder(
                root.certificate().getSubject(),
                now.minus(BACKDATED),
                wanted.isBefore(rootEnd) ? wanted : rootEnd,
                DistinguishedNames.parse(subject),
                pair);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    CertificateExtensions.keyIdentifiers()
                            .createAuthorityKeyIdentifier(root.certificate().getSubjectPublicKeyInfo()));
            CertificateExtensions.addConstraints(builder, settings);
            CertificateExtensions.addAddresses(builder, settings, root.id());
            return finished(tx, builder, pair, keys.key(tx, root.secretId()), root);
        } catch (IOException e) {
            throw new IllegalStateException("The issuing authority cannot be made", e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name issuer, Instant begin, Instant end, X500Name name, KeyPair pair) {
        return new X509v3CertificateBuilder(
                issuer, SerialNumbers.next(random), Date.from(begin), Date.from(end), name, key(pair));
    }

    private static SubjectPublicKeyInfo key(KeyPair pair) {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    }

    private Signer finished(
            Handle tx, X509v3CertificateBuilder builder, KeyPair pair, PrivateKey signingKey, @Nullable Signer parent)
            throws IOException {
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                CertificateExtensions.keyIdentifiers().createSubjectKeyIdentifier(key(pair)));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
        X509CertificateHolder certificate = builder.build(SigningKeys.signer(signingKey));
        UUID secretId = ids.next();
        Signer made = new Signer(signers.nextId(tx), parent == null ? null : parent.id(), certificate, secretId);
        keys.put(tx, secretId, pair.getPrivate());
        signers.insert(tx, made, certificate.getEncoded(), clock.instant());
        int certificateId =
                recordCertificates.run(tx, List.of(certificate.getEncoded())).getFirst();
        recordCertificates.keep(tx, List.of(certificateId));
        if (parent != null) {
            issued.add(tx, parent.id(), certificate, certificateId);
        }
        return made;
    }
}
