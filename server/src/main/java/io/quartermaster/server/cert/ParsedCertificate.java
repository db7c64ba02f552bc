package io.quartermaster.server.cert;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What is kept of an X.509 certificate beside itself. It is read without asking whether it is trusted or valid, and
 * without a provider for its keys, so that algorithms nobody here can compute with are named all the same.
 *
 * @param der the certificate as it came
 * @param digest SHA-256 of {@code der}, by which certificates are told apart
 * @param thumbprint SHA-1 of {@code der} in upper-case hex, by which people and agents know it
 * @param issuedDn the subject, most specific part first: {@code CN=app.example.test,O=Example}
 * @param serialNumber upper-case hex, an even number of digits
 * @param signingAlgorithm {@code SHA-256withRSA}, {@code ML-DSA-65}; the dotted object identifier when it has no name
 */
@SuppressWarnings("ArrayRecordComponent") // made once and written; never compared
public record ParsedCertificate(
        byte[] der,
        byte[] digest,
        String thumbprint,
        String issuedDn,
        String issuerDn,
        String serialNumber,
        Instant notBefore,
        Instant notAfter,
        String signingAlgorithm,
        CertificateFacts facts) {
    /** Bytes, at most. The largest signatures of the post-quantum schemes have 50,000. */
    public static final int SIZE_MAX = 100_000;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /**
     * Reads one certificate.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong, for a text that is to name the certificate
     */
    public static ParsedCertificate parse(byte[] der) {
        if (der.length > SIZE_MAX) {
            throw new IllegalArgumentException(
                    "it has " + der.length + " bytes, more than " + SIZE_MAX + " of one certificate");
        }
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(der);
            return new ParsedCertificate(
                    der,
                    digest("SHA-256", der),
                    HEX.formatHex(digest("SHA-1", der)),
                    NameText.of(certificate.getSubject()),
                    NameText.of(certificate.getIssuer()),
                    hex(certificate.getSerialNumber()),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    SignatureNames.of(certificate.getSignatureAlgorithm()),
                    CertificateFacts.of(certificate));
        } catch (IOException | RuntimeException e) {
            // A decoder fails in many ways on bytes that are no certificate, and the sender can tell nothing from them.
            throw new IllegalArgumentException("it is not a DER-encoded X.509 certificate", e);
        }
    }

    private static String hex(BigInteger serialNumber) {
        String digits = serialNumber.toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 || digits.startsWith("-") ? digits : "0" + digits;
    }

    public static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has " + algorithm, e);
        }
    }
}
