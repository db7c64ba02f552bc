package io.quartermaster.server.ca;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Names as people write them, most specific part first, and as certificates have them, the other way round. */
final class DistinguishedNames {
    static final int LENGTH_MAX = 1_000;
    private static final int PARTS_MAX = 30;

    /** RFC 5280, appendix A.1. */
    private static final int COMMON_NAME_MAX = 64;

    private static final int COUNTRY_LENGTH = 2;

    private DistinguishedNames() {}

    /** @throws IssueRefusedException for a text that is no name, or one that no certificate may have */
    static X500Name parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IssueRefusedException(
                    "The subject has " + text.length() + " characters; at most " + LENGTH_MAX + " are allowed.");
        }
        if (text.isBlank()) {
            return new X500Name(new RDN[0]);
        }
        X500Name name;
        try {
            List<RDN> parts = new ArrayList<>(List.of(new X500Name(BCStyle.INSTANCE, text.strip()).getRDNs()));
            Collections.reverse(parts);
            name = new X500Name(parts.toArray(new RDN[0]));
        } catch (RuntimeException e) {
            // The library fails in several ways on texts that are no name, and on values that are too long for their
            // part.
            throw new IssueRefusedException("The subject '" + text + "' cannot be read"
                    + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
                    + "; expected a name such as CN=app.example.com,O=Example.");
        }
        check(name);
        return name;
    }

    /** @throws IssueRefusedException for a name that no certificate may have */
    static void check(X500Name name) {
        if (name.getRDNs().length > PARTS_MAX || name.toString().length() > LENGTH_MAX) {
            throw new IssueRefusedException("The subject is too long: at most " + PARTS_MAX + " parts and " + LENGTH_MAX
                    + " characters are allowed.");
        }
        for (RDN part : name.getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                check(attribute);
            }
        }
    }

    private static void check(AttributeTypeAndValue attribute) {
        String value = text(attribute.getValue());
        if (value.isBlank()) {
            throw new IssueRefusedException("The subject has a part without a value.");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IssueRefusedException("The subject has a control character.");
        }
        if (attribute.getType().equals(BCStyle.CN) && value.length() > COMMON_NAME_MAX) {
            throw new IssueRefusedException("The common name has " + value.length() + " characters; at most "
                    + COMMON_NAME_MAX + " are allowed. Longer names belong into the subject alternative names.");
        }
        if (attribute.getType().equals(BCStyle.C) && value.length() != COUNTRY_LENGTH) {
            throw new IssueRefusedException("The country '" + value + "' must have two letters.");
        }
    }

    /** The most specific one. */
    static Optional<String> commonName(X500Name name) {
        List<String> all = commonNames(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** In the order of the certificate, the most specific last. */
    static List<String> commonNames(X500Name name) {
        return Arrays.stream(name.getRDNs())
                .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
                .filter(attribute -> attribute.getType().equals(BCStyle.CN))
                .map(attribute -> text(attribute.getValue()))
                .toList();
    }

    /** As people write it. */
    static String text(X500Name name) {
        List<RDN> parts = new ArrayList<>(List.of(name.getRDNs()));
        Collections.reverse(parts);
        return new X500Name(BCStyle.INSTANCE, parts.toArray(new RDN[0])).toString();
    }

    private static String text(ASN1Encodable value) {
        return value instanceof ASN1String string ? string.getString() : value.toString();
    }
}
