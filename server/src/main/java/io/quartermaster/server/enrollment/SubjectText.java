package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.TemplateDefault;
import io.quartermaster.server.ca.TemplateSubjectPart;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * A subject as people write it, the most specific part first: {@code CN=app.example.test,O="Example, Inc."}. Immutable.
 *
 * @param name its parts in that order, which is the reverse of the order in certificates
 */
record SubjectText(X500Name name) {
    /** Characters of a subject, at most. */
    static final int LENGTH_MAX = 4_000;

    private static final Map<TemplateSubjectPart, ASN1ObjectIdentifier> KINDS =
            new EnumMap<>(TemplateSubjectPart.class);

    static {
        KINDS.put(TemplateSubjectPart.CN, BCStyle.CN);
        KINDS.put(TemplateSubjectPart.O, BCStyle.O);
        KINDS.put(TemplateSubjectPart.OU, BCStyle.OU);
        KINDS.put(TemplateSubjectPart.L, BCStyle.L);
        KINDS.put(TemplateSubjectPart.ST, BCStyle.ST);
        KINDS.put(TemplateSubjectPart.C, BCStyle.C);
        KINDS.put(TemplateSubjectPart.E, BCStyle.E);
    }

    /** @throws CommandException MALFORMED for a text that is no name */
    static SubjectText read(String text) {
        if (text.length() > LENGTH_MAX) {
            throw malformed("Subject has " + text.length() + " characters; at most " + LENGTH_MAX + " are possible.");
        }
        try {
            return new SubjectText(new X500Name(BCStyle.INSTANCE, text.strip()));
        } catch (RuntimeException e) {
            // The library fails in several ways on what is no name.
            throw malformed(
                    "Subject cannot be read; expected parts such as CN=app.example.test,O=\"Example, Inc.\",C=US.");
        }
    }

    /** Of a name as it stands in a certificate or a signing request. */
    static SubjectText of(X500Name encoded) {
        List<RDN> parts = new ArrayList<>(Arrays.asList(encoded.getRDNs()));
        Collections.reverse(parts);
        return new SubjectText(new X500Name(BCStyle.INSTANCE, parts.toArray(new RDN[0])));
    }

    boolean isEmpty() {
        return name.getRDNs().length == 0;
    }

    /** All values of a part, without escapes; empty for one that is no part of a subject. */
    List<String> values(TemplateSubjectPart part) {
        ASN1ObjectIdentifier kind = KINDS.get(part);
        if (kind == null) {
            return List.of();
        }
        return Arrays.stream(name.getRDNs(kind))
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .filter(value -> value.getType().equals(kind))
                .map(AttributeTypeAndValue::getValue)
                .map(value -> value instanceof org.bouncycastle.asn1.ASN1String text
                        ? text.getString()
                        : IETFUtils.valueToString(value))
                .toList();
    }

    Optional<String> commonName() {
        return values(TemplateSubjectPart.CN).stream().findFirst();
    }

    /** With those defaults whose part is missing, behind all others. */
    SubjectText with(List<TemplateDefault> defaults) {
        List<RDN> parts = new ArrayList<>(Arrays.asList(name.getRDNs()));
        for (TemplateDefault each : defaults) {
            TemplateSubjectPart part =
                    TemplateSubjectPart.read(each.subjectPart()).orElse(null);
            ASN1ObjectIdentifier kind = part == null ? null : KINDS.get(part);
            if (part != null && kind != null && values(part).isEmpty()) {
                parts.add(new RDN(kind, BCStyle.INSTANCE.stringToValue(kind, each.value())));
            }
        }
        return new SubjectText(new X500Name(BCStyle.INSTANCE, parts.toArray(new RDN[0])));
    }

    /** Part by part: {@code CN=app.example.test}. */
    List<String> parts() {
        return Arrays.stream(name.getRDNs())
                .map(rdn -> new X500Name(BCStyle.INSTANCE, new RDN[] {rdn}).toString())
                .toList();
    }

    /** As certificates have it. */
    X500Name encoded() {
        return of(name).name();
    }

    @Override
    public String toString() {
        return name.toString();
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
