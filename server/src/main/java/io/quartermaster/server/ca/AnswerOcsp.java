package io.quartermaster.server.ca;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.AuthoritySettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Answers OCSP requests. The signer of the certificates that are asked about signs the answer itself, so that nobody has to
 * trust a second certificate. Signatures of requests are not looked at: everybody may ask. Safe for many threads.
 */
@Singleton
public class AnswerOcsp {
    /** Certificates in one request. */
    static final int CERTIFICATES_MAX = 20;

    /** Bytes; RFC 9654. */
    static final int NONCE_LENGTH_MAX = 128;

    private static final DigestCalculatorProvider DIGESTS = digests();

    private final Database database;
    private final SignerRepository signers;
    private final SigningKeys keys;
    private final IssuedRepository issued;
    private final AuthoritySettings settings;
    private final InstantSource clock;

    public AnswerOcsp(
            Database database,
            SignerRepository signers,
            SigningKeys keys,
            IssuedRepository issued,
            AuthoritySettings settings,
            InstantSource clock) {
        this.database = database;
        this.signers = signers;
        this.keys = keys;
        this.issued = issued;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param isForAll whether it says nothing that only this request was about */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(byte[] der, boolean isForAll) {}

    /** @return DER, also for what cannot be answered: OCSP has its own words for that */
    Answer run(byte[] sent) {
        Req[] asked;
        Optional<Extension> nonce;
        try {
            OCSPReq request = new OCSPReq(sent);
            asked = request.getRequestList();
            nonce = Optional.ofNullable(request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce));
        } catch (IOException | RuntimeException e) {
            // A decoder fails in many ways on bytes that are no request.
            return without(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        if (asked.length == 0
                || asked.length > CERTIFICATES_MAX
                || nonce.filter(AnswerOcsp::isUnusable).isPresent()) {
            return without(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        return database.read(tx -> {
            Optional<Signer> signer = signers.all(tx).stream()
                    .filter(one -> Arrays.stream(asked).allMatch(about -> isOf(about.getCertID(), one.certificate())))
                    .findFirst();
            return signer.isPresent()
                    ? answer(tx, signer.get(), Arrays.asList(asked), nonce)
                    : without(OCSPRespBuilder.UNAUTHORIZED);
        });
    }

    private Answer answer(Handle tx, Signer signer, List<Req> asked, Optional<Extension> nonce) {
        List<BigInteger> serialNumbers =
                asked.stream().map(about -> about.getCertID().getSerialNumber()).toList();
        Map<String, IssuedRepository.Status> statuses = issued.statuses(tx, signer.id(), serialNumbers);
        Instant now = clock.instant();
        Date next = Date.from(now.plus(settings.ocspLife()));
        try {
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(
                    signer.certificate().getSubjectPublicKeyInfo(), DIGESTS.get(CertificateID.HASH_SHA1));
            for (Req about : asked) {
                CertificateID id = about.getCertID();
                builder.addResponse(
                        id, status(statuses.get(SerialNumbers.text(id.getSerialNumber()))), Date.from(now), next);
            }
            nonce.ifPresent(echo -> builder.setResponseExtensions(new Extensions(echo)));
            var signed = builder.build(
                    SigningKeys.signer(keys.key(tx, signer.secretId())), new X509CertificateHolder[0], Date.from(now));
            return new Answer(
                    new OCSPRespBuilder()
                            .build(OCSPRespBuilder.SUCCESSFUL, signed)
                            .getEncoded(),
                    nonce.isEmpty());
        } catch (OCSPException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("An OCSP answer cannot be made", e);
        }
    }

    private static CertificateStatus status(IssuedRepository.@Nullable Status known) {
        if (known == null) {
            return new UnknownStatus();
        }
        return known.revokedAt() == null
                ? CertificateStatus.GOOD
                : new RevokedStatus(Date.from(known.revokedAt()), known.reason());
    }

    /** Whether the certificate asked about says that this one signed it. */
    private static boolean isOf(CertificateID id, X509CertificateHolder signer) {
        try {
            return id.matchesIssuer(signer, DIGESTS);
        } catch (OCSPException e) {
            return false; // a hash that nobody knows
        }
    }

    private static boolean isUnusable(Extension nonce) {
        try {
            int length = ASN1OctetString.getInstance(nonce.getParsedValue()).getOctets().length;
            return length == 0 || length > NONCE_LENGTH_MAX;
        } catch (RuntimeException e) {
            return nonce.getExtnValue().getOctets().length > NONCE_LENGTH_MAX; // some send it without its inner type
        }
    }

    private static Answer without(int status) {
        try {
            return new Answer(new OCSPRespBuilder().build(status, null).getEncoded(), false);
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException("An OCSP refusal cannot be written", e);
        }
    }

    private static DigestCalculatorProvider digests() {
        try {
            return new JcaDigestCalculatorProviderBuilder()
                    .setProvider(SigningKeys.PROVIDER)
                    .build();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("The library has digests", e);
        }
    }
}
