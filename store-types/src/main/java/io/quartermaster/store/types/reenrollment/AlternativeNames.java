package io.quartermaster.store.types.reenrollment;

import io.quartermaster.store.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Subject alternative names of a certification request. */
final class AlternativeNames {
    /** Names, at most. */
    static final int NAMES_MAX = 500;

    private static final ASN1ObjectIdentifier UPN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    private AlternativeNames() {}

    /**
     * Makes the extension's content.
     *
     * @param byKind see {@link io.quartermaster.store.spi.Reenrollment}
     * @return empty when there are none
     * @throws StoreException for an unknown kind, a name that is none of its kind, or too many
     */
    static Optional<GeneralNames> of(Map<String, List<String>> byKind) throws StoreException {
        List<GeneralName> names = new ArrayList<>();
        for (Map.Entry<String, List<String>> kind : new TreeMap<>(byKind).entrySet()) {
            for (String name : kind.getValue()) {
                names.add(name(kind.getKey(), name.strip()));
            }
        }
        if (names.size() > NAMES_MAX) {
            throw new StoreException("There are more than " + NAMES_MAX + " alternative names.");
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new GeneralNames(names.toArray(GeneralName[]::new)));
    }

    private static GeneralName name(String kind, String name) throws StoreException {
        try {
            return switch (kind.strip().toLowerCase(Locale.ROOT)) {
                case "dns", "dnsname" -> new GeneralName(GeneralName.dNSName, name);
                case "ip", "ip4", "ip6", "ipaddress" -> new GeneralName(GeneralName.iPAddress, name);
                case "email", "rfc822", "rfc822name" -> new GeneralName(GeneralName.rfc822Name, name);
                case "uri" -> new GeneralName(GeneralName.uniformResourceIdentifier, name);
                case "upn" -> upn(name);
                default ->
                    throw new StoreException(
                            "The kind \"" + kind + "\" of an alternative name is none of dns, ip, email, uri, upn.");
            };
        } catch (RuntimeException e) {
            throw new StoreException("The alternative name \"" + name + "\" is not of the kind " + kind + ".", e);
        }
    }

    private static GeneralName upn(String name) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(UPN);
        parts.add(new DERTaggedObject(true, 0, new DERUTF8String(name)));
        return new GeneralName(GeneralName.otherName, new DERSequence(parts));
    }
}
