package io.quartermaster.server.ca;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A signing request (PKCS#10) whose sender has shown to have the key.
 *
 * @param der as it came
 * @param alternatives those that certificates can be issued with here
 * @param otherAlternatives how many there are of other kinds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SigningRequest(
        byte[] der,
        SubjectPublicKeyInfo key,
        X500Name subject,
        List<AlternativeName> alternatives,
        int otherAlternatives) {
    /** Bytes, at most. The largest keys and signatures of the post-quantum schemes have 50,000. */
    static final int SIZE_MAX = 100_000;

    /**
     * Reads one.
     *
     * @throws IssueRefusedException for bytes that are none, a key that is too weak, a signature that does not fit the key,
     *     and a request for an authority
     */
    static SigningRequest read(byte[] der) {
        if (der.length > SIZE_MAX) {
            throw new IssueRefusedException(
                    "The signing request has " + der.length + " bytes; at most " + SIZE_MAX + " are read.");
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
            KeyRules.judge(key);
            refuseWithoutTheKey(request);
            Extensions extensions = request.getRequestedExtensions();
            refuseAuthority(extensions);
            return read(der, request, key, extensions);
        } catch (IssueRefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A decoder fails in many ways on bytes that are no request, and the sender can tell nothing from them.
            throw new IssueRefusedException("The signing request cannot be read; expected PKCS#10.");
        }
    }

    private static SigningRequest read(
            byte[] der, PKCS10CertificationRequest request, SubjectPublicKeyInfo key, Extensions extensions)
            throws IOException {
        List<AlternativeName> names = new ArrayList<>();
        int others = 0;
        if (extensions != null) {
            GeneralNames sent = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
            for (GeneralName name : sent == null ? new GeneralName[0] : sent.getNames()) {
                switch (name.getTagNo()) {
                    case GeneralName.dNSName -> names.add(named(AlternativeName.Kind.DNS, name));
                    case GeneralName.rfc822Name -> names.add(named(AlternativeName.Kind.EMAIL, name));
                    case GeneralName.uniformResourceIdentifier -> names.add(named(AlternativeName.Kind.URI, name));
                    case GeneralName.iPAddress ->
                        names.add(new AlternativeName(AlternativeName.Kind.IP, address(name)));
                    default -> others++;
                }
            }
        }
        return new SigningRequest(der, key, request.getSubject(), List.copyOf(names), others);
    }

    private static AlternativeName named(AlternativeName.Kind kind, GeneralName name) {
        return new AlternativeName(kind, name.getName().toString());
    }

    private static String address(GeneralName name) throws UnknownHostException {
        return InetAddress.getByAddress(
                        ASN1OctetString.getInstance(name.getName()).getOctets())
                .getHostAddress();
    }

    private static void refuseWithoutTheKey(PKCS10CertificationRequest request) {
        boolean valid;
        try {
            valid = request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(SigningKeys.PROVIDER)
                    .build(request.getSubjectPublicKeyInfo()));
        } catch (Exception e) {
            // Anything can stand in a request: the library fails in many ways on keys and signatures that are none.
            valid = false;
        }
        if (!valid) {
            throw new IssueRefusedException("The signature of the signing request does not fit its key.");
        }
    }

    private static void refuseAuthority(Extensions extensions) {
        BasicConstraints constraints = extensions == null ? null : BasicConstraints.fromExtensions(extensions);
        if (constraints != null && constraints.isCA()) {
            throw new IssueRefusedException(
                    "The signing request asks for a certificate authority (CA:TRUE); only certificates for machines and"
                            + " people are issued.");
        }
    }

    boolean hasRsaKey() {
        return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    }
}
