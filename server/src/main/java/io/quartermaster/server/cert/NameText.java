package io.quartermaster.server.cert;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/** Names of certificates as texts that PostgreSQL takes. */
final class NameText {
    private NameText() {}

    /** As people write names: the most specific part first, while certificates begin with the country. */
    static String of(X500Name name) {
        RDN[] parts = name.getRDNs();
        RDN[] reversed = new RDN[parts.length];
        for (int i = 0; i < parts.length; i++) {
            reversed[i] = parts[parts.length - 1 - i];
        }
        return storable(new X500Name(BCStyle.INSTANCE, reversed).toString());
    }

    /** The value of the most specific part of that kind, without escapes; null where there is none that is a text. */
    static @Nullable String part(X500Name name, ASN1ObjectIdentifier kind) {
        RDN[] parts = name.getRDNs(kind);
        for (int i = parts.length - 1; i >= 0; i--) {
            for (AttributeTypeAndValue value : parts[i].getTypesAndValues()) {
                if (value.getType().equals(kind) && value.getValue() instanceof ASN1String text) {
                    return storable(text.getString());
                }
            }
        }
        return null;
    }

    /** PostgreSQL has no text with the character 0; RFC 4514 has this way to write it. */
    static String storable(String text) {
        return text.replace("\u0000", "\\00");
    }

    /** Never between the two halves of one character. */
    static String cut(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(lengthMax - 1)) ? lengthMax - 1 : lengthMax);
    }
}
