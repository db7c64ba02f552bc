package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * A signing request as it was sent. That its sender has the key is checked by the authority.
 *
 * @param keyDigest SHA-256 of the public key, by which keys are told apart
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read; never compared
record SentCsr(byte[] der, SubjectText subject, List<AlternativeName> alternatives, KeySpec key, byte[] keyDigest) {
    /** Characters, at most: a request with the largest keys there are has 15,000. */
    static final int LENGTH_MAX = 100_000;

    private static final Pattern ARMOUR = Pattern.compile(
            "-----BEGIN [A-Z ]*CERTIFICATE REQUEST-----(.*?)-----END [A-Z ]*CERTIFICATE REQUEST-----", Pattern.DOTALL);

    /**
     * Reads PEM, with line ends or without, or base64 without armour.
     *
     * @param field for messages
     * @throws CommandException MALFORMED, naming the field
     */
    static SentCsr read(@Nullable String text, String field) {
        if (text == null || text.isBlank()) {
            throw malformed(field + " is required: a PKCS#10 signing request as PEM.");
        }
        if (text.length() > LENGTH_MAX) {
            throw malformed(field + " has " + text.length() + " characters; at most " + LENGTH_MAX + " are possible.");
        }
        // Some clients send the two characters \n for the end of a line.
        String lines = text.replace("\\r", "").replace("\\n", "\n");
        Matcher armour = ARMOUR.matcher(lines);
        String base64 = (armour.find() ? armour.group(1) : lines).replaceAll("\\s", "");
        try {
            return of(Base64.getDecoder().decode(base64));
        } catch (CommandException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A decoder fails in many ways on what is no request.
            throw malformed(field + " cannot be read; expected a PKCS#10 signing request as PEM"
                    + " (-----BEGIN CERTIFICATE REQUEST-----).");
        }
    }

    private static SentCsr of(byte[] der) throws IOException {
        PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        KeySpec spec = KeySpec.of(key)
                .orElseThrow(() -> malformed("CSR: its key is of a kind that is not certified here ("
                        + key.getAlgorithm().getAlgorithm() + "); there are RSA, elliptic curves (P-256, P-384, P-521),"
                        + " Ed25519, Ed448 and ML-DSA."));
        return new SentCsr(
                der, SubjectText.of(request.getSubject()), SentNames.of(alternatives(request)), spec, digest(key));
    }

    private static @Nullable GeneralNames alternatives(PKCS10CertificationRequest request) {
        var attributes = request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest);
        if (attributes.length == 0) {
            return null;
        }
        Extensions extensions =
                Extensions.getInstance(attributes[0].getAttrValues().getObjectAt(0));
        return GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    }

    static byte[] digest(SubjectPublicKeyInfo key) throws IOException {
        return ParsedCertificate.digest("SHA-256", key.getEncoded());
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
