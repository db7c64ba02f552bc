package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people send as a certificate: DER, PEM, PKCS#7, or PKCS#12 with or without a private key, as base64 or, for
 * PEM, as it is. Nothing is trusted or verified but that the private key belongs to the certificate.
 */
final class ReadCertificateFile {
    /** Bytes, decoded. */
    static final int SIZE_MAX = 5_000_000;

    /** Certificates of one file. */
    static final int CERTIFICATES_MAX = 100;

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final String BEGIN = "-----BEGIN ";

    private ReadCertificateFile() {}

    /**
     * @param field where the text stands, for messages
     * @throws CommandException MALFORMED with the reason; a wrong password is one
     */
    static CertificateFile read(String field, @Nullable String sent, PfxPassword password) {
        if (sent == null || sent.isBlank()) {
            throw new CommandException(ErrorKind.MALFORMED, field + " is required.");
        }
        try {
            CertificateFile file = read(bytes(sent), password);
            for (X509CertificateHolder certificate : file.certificates()) {
                if (certificate.getEncoded().length > ParsedCertificate.SIZE_MAX) {
                    throw new UnreadableFileException(
                            "one of its certificates has more than " + ParsedCertificate.SIZE_MAX + " bytes");
                }
            }
            return file;
        } catch (UnreadableFileException e) {
            throw new CommandException(ErrorKind.MALFORMED, field + " cannot be read: " + e.getMessage() + ".");
        } catch (IOException | RuntimeException e) {
            // Decoders fail in many ways on what they do not expect, and the sender can tell nothing from them.
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    field + " cannot be read: expected a certificate as base64 of DER, PEM, PKCS#7 or PKCS#12.");
        }
    }

    private static byte[] bytes(String sent) {
        if (sent.contains(BEGIN)) {
            return sized(sent.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return sized(Base64.getMimeDecoder().decode(sent));
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException("it is neither base64 nor PEM", e);
        }
    }

    private static byte[] sized(byte[] bytes) {
        if (bytes.length > SIZE_MAX) {
            throw new UnreadableFileException("it has " + bytes.length + " bytes, more than " + SIZE_MAX);
        }
        return bytes;
    }

    private static CertificateFile read(byte[] bytes, PfxPassword password) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.contains(BEGIN)) {
            return ofPem(text, password);
        }
        ASN1Sequence outer = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(bytes));
        ASN1Encodable first = outer.getObjectAt(0);
        if (first instanceof ASN1Integer) {
            return ReadPfx.read(bytes, password);
        }
        if (first instanceof ASN1ObjectIdentifier) {
            return withoutKey(ofPkcs7(bytes));
        }
        return withoutKey(List.of(new X509CertificateHolder(bytes)));
    }

    private static List<X509CertificateHolder> ofPkcs7(byte[] bytes) {
        try {
            return List.copyOf(new CMSSignedData(bytes).getCertificates().getMatches(null));
        } catch (CMSException e) {
            throw new UnreadableFileException("it is a PKCS#7 file that holds no certificates", e);
        }
    }

    private static CertificateFile ofPem(String text, PfxPassword password) throws IOException {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        @Nullable PrivateKeyInfo key = null;
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case X509CertificateHolder certificate -> certificates.add(certificate);
                    case ContentInfo pkcs7 -> certificates.addAll(ofPkcs7(pkcs7.getEncoded()));
                    case PrivateKeyInfo plain -> key = plain;
                    case PEMKeyPair pair -> key = pair.getPrivateKeyInfo();
                    case PKCS8EncryptedPrivateKeyInfo encrypted -> key = decrypted(encrypted, password);
                    case PEMEncryptedKeyPair encrypted -> key = decrypted(encrypted, password);
                    default -> {
                        // Parameters of curves and the like, which stand beside keys.
                    }
                }
            }
        }
        return key == null ? withoutKey(certificates) : withKey(certificates, key);
    }

    private static PrivateKeyInfo decrypted(PKCS8EncryptedPrivateKeyInfo encrypted, PfxPassword password) {
        PfxIterations.check(encrypted.toASN1Structure().getEncryptionAlgorithm());
        try {
            return encrypted.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(password.reveal()));
        } catch (PKCSException e) {
            throw new UnreadableFileException("the password does not open its private key", e);
        }
    }

    private static PrivateKeyInfo decrypted(PEMEncryptedKeyPair encrypted, PfxPassword password) throws IOException {
        try {
            return encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(PROVIDER)
                            .build(password.reveal()))
                    .getPrivateKeyInfo();
        } catch (PEMException e) {
            throw new UnreadableFileException("the password does not open its private key", e);
        }
    }

    private static CertificateFile withoutKey(List<X509CertificateHolder> certificates) {
        return new CertificateFile(leafFirst(counted(certificates)), Optional.empty());
    }

    /** The certificate of the key first, whatever the order of the file. */
    static CertificateFile withKey(List<X509CertificateHolder> certificates, PrivateKeyInfo key) {
        X509CertificateHolder own = counted(certificates).stream()
                .filter(certificate -> KeyPairs.match(key, certificate))
                .findFirst()
                .orElseThrow(() -> new UnreadableFileException("its private key belongs to none of its certificates"));
        List<X509CertificateHolder> ordered = Stream.concat(
                        Stream.of(own), certificates.stream().filter(certificate -> !certificate.equals(own)))
                .toList();
        return new CertificateFile(ordered, Optional.of(key));
    }

    static List<X509CertificateHolder> counted(List<X509CertificateHolder> certificates) {
        if (certificates.isEmpty()) {
            throw new UnreadableFileException("it holds no certificate");
        }
        if (certificates.size() > CERTIFICATES_MAX) {
            throw new UnreadableFileException(
                    "it holds " + certificates.size() + " certificates, more than " + CERTIFICATES_MAX);
        }
        return certificates;
    }

    /** Without a key, the one that has issued none of the others is meant; else the first of the file. */
    private static List<X509CertificateHolder> leafFirst(List<X509CertificateHolder> certificates) {
        List<X509CertificateHolder> ordered = new ArrayList<>(certificates);
        certificates.stream()
                .filter(candidate -> certificates.stream()
                        .noneMatch(other -> !other.equals(candidate)
                                && other.getIssuer().equals(candidate.getSubject())
                                && !other.getSubject().equals(candidate.getSubject())))
                .findFirst()
                .ifPresent(leaf -> {
                    ordered.remove(leaf);
                    ordered.addFirst(leaf);
                });
        return ordered;
    }
}
