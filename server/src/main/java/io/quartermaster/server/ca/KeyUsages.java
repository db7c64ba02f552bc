package io.quartermaster.server.ca;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The usages of a {@link Profile}, as certificates have them. */
final class KeyUsages {
    private static final Map<String, Integer> BITS = Map.of(
            "digitalSignature", KeyUsage.digitalSignature,
            "nonRepudiation", KeyUsage.nonRepudiation,
            "contentCommitment", KeyUsage.nonRepudiation,
            "keyEncipherment", KeyUsage.keyEncipherment,
            "dataEncipherment", KeyUsage.dataEncipherment,
            "keyAgreement", KeyUsage.keyAgreement,
            "encipherOnly", KeyUsage.encipherOnly,
            "decipherOnly", KeyUsage.decipherOnly);

    private static final Map<String, KeyPurposeId> PURPOSES = Map.of(
            "serverAuth", KeyPurposeId.id_kp_serverAuth,
            "clientAuth", KeyPurposeId.id_kp_clientAuth,
            "codeSigning", KeyPurposeId.id_kp_codeSigning,
            "emailProtection", KeyPurposeId.id_kp_emailProtection,
            "timeStamping", KeyPurposeId.id_kp_timeStamping,
            "anyExtendedKeyUsage", KeyPurposeId.anyExtendedKeyUsage);

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d{0,17})){1,30}");

    /** Would make others trust the certificate to say whether certificates of this authority are revoked. */
    private static final String OCSP_SIGNING = KeyPurposeId.id_kp_OCSPSigning.getId();

    private KeyUsages() {}

    /**
     * Empty for none.
     *
     * @throws IssueRefusedException for a usage that is unknown or that only authorities may have
     */
    static Optional<KeyUsage> usage(Profile profile, boolean rsa) {
        int bits = 0;
        for (String name : profile.keyUsages()) {
            Integer bit = BITS.get(name);
            if (bit == null) {
                throw new IssueRefusedException("There is no key usage '" + name + "' for certificates like this.");
            }
            bits |= bit;
        }
        // RFC 8813 and RFC 9881 forbid these for keys that cannot encrypt; one profile serves all kinds of keys.
        int usable = rsa ? bits : bits & ~(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment);
        return usable == 0 ? Optional.empty() : Optional.of(new KeyUsage(usable));
    }

    /**
     * Empty for none.
     *
     * @throws IssueRefusedException as {@link #usage}
     */
    static Optional<ExtendedKeyUsage> extended(Profile profile) {
        List<KeyPurposeId> purposes = new ArrayList<>();
        for (String name : profile.extendedKeyUsages()) {
            KeyPurposeId purpose = PURPOSES.get(name);
            if (purpose == null && OID.matcher(name).matches()) {
                purpose = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(name));
            }
            if (purpose == null || purpose.getId().equals(OCSP_SIGNING)) {
                throw new IssueRefusedException(
                        "There is no extended key usage '" + name + "' for certificates like this.");
            }
            purposes.add(purpose);
        }
        return purposes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
    }
}
