package io.quartermaster.server.cert;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * What people look for in a certificate beside its names and times. Certificates of the wild hold anything: what cannot be
 * read counts as not there, and what is too long is cut.
 *
 * @param issuedCn the most specific common name of the subject; null without one
 * @param keyUsage the bits as X.509 numbers them (128 digital signature, 32 key encipherment, ...); null without the
 *     extension
 * @param extendedKeyUsages dotted object identifiers
 * @param authority whether it may sign certificates
 * @param pathLength how many authorities may stand below it; null = no limit, or no authority
 */
public record CertificateFacts(
        @Nullable String issuedCn,
        @Nullable String issuedOu,
        @Nullable String issuedEmail,
        KeyFacts key,
        @Nullable Integer keyUsage,
        List<String> extendedKeyUsages,
        List<AltName> altNames,
        List<String> crlUrls,
        boolean authority,
        @Nullable Integer pathLength) {
    /** Raised when more, or something else, is read; rows with a lower number are read again. */
    static final int VERSION = 1;

    /** Characters of a common name, and of the other parts of the subject that are kept by themselves. */
    public static final int NAME_PART_LENGTH_MAX = 256;

    /** Of one certificate. More are in those of content networks only, and then a search by them says little. */
    public static final int ALT_NAMES_MAX = 1_000;

    private static final int LIST_MAX = 100;
    private static final int URL_LENGTH_MAX = 2_000;
    private static final ASN1ObjectIdentifier PRINCIPAL_NAME = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    static CertificateFacts of(X509CertificateHolder certificate) {
        X500Name subject = certificate.getSubject();
        @Nullable Extensions extensions = certificate.getExtensions();
        @Nullable BasicConstraints constraints = read(extensions, BasicConstraints::fromExtensions);
        boolean authority = constraints != null && constraints.isCA();
        return new CertificateFacts(
                part(subject, BCStyle.CN),
                part(subject, BCStyle.OU),
                part(subject, BCStyle.EmailAddress),
                KeyFacts.of(certificate.getSubjectPublicKeyInfo()),
                read(extensions, CertificateFacts::keyUsage),
                listed(read(extensions, CertificateFacts::extendedKeyUsages)),
                listed(read(extensions, CertificateFacts::altNames)),
                listed(read(extensions, CertificateFacts::crlUrls)),
                authority,
                authority ? read(extensions, CertificateFacts::pathLength) : null);
    }

    private static @Nullable String part(X500Name subject, ASN1ObjectIdentifier kind) {
        String text = read(subject, name -> NameText.part(name, kind));
        return text == null ? null : NameText.cut(text, NAME_PART_LENGTH_MAX);
    }

    /** A decoder fails in many ways on what is not as it should be, and the rest of the certificate is as good. */
    private static <S, T> @Nullable T read(@Nullable S source, Function<S, @Nullable T> reader) {
        try {
            return source == null ? null : reader.apply(source);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static @Nullable Integer keyUsage(Extensions extensions) {
        KeyUsage usage = KeyUsage.fromExtensions(extensions);
        if (usage == null) {
            return null;
        }
        byte[] bits = usage.getBytes();
        int first = bits.length > 0 ? bits[0] & 0xff : 0;
        return bits.length > 1 ? first | (bits[1] & 0xff) << Byte.SIZE : first;
    }

    private static @Nullable Integer pathLength(Extensions extensions) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        return constraints == null || constraints.getPathLenConstraint() == null
                ? null
                : constraints.getPathLenConstraint().intValueExact();
    }

    private static List<String> extendedKeyUsages(Extensions extensions) {
        ExtendedKeyUsage usages = ExtendedKeyUsage.fromExtensions(extensions);
        return usages == null
                ? List.of()
                : Arrays.stream(usages.getUsages())
                        .limit(LIST_MAX)
                        .map(KeyPurposeId::getId)
                        .toList();
    }

    private static List<String> crlUrls(Extensions extensions) {
        Extension extension = extensions.getExtension(Extension.cRLDistributionPoints);
        if (extension == null) {
            return List.of();
        }
        List<String> urls = new ArrayList<>();
        for (var point : CRLDistPoint.getInstance(extension.getParsedValue()).getDistributionPoints()) {
            DistributionPointName place = point.getDistributionPoint();
            if (place == null || place.getType() != DistributionPointName.FULL_NAME) {
                continue;
            }
            for (GeneralName name : GeneralNames.getInstance(place.getName()).getNames()) {
                if (name.getTagNo() == GeneralName.uniformResourceIdentifier && urls.size() < LIST_MAX) {
                    String url = ASN1IA5String.getInstance(name.getName()).getString();
                    urls.add(NameText.cut(NameText.storable(url), URL_LENGTH_MAX));
                }
            }
        }
        return urls;
    }

    private static List<AltName> altNames(Extensions extensions) {
        GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        if (names == null) {
            return List.of();
        }
        List<AltName> read = new ArrayList<>();
        for (GeneralName name : names.getNames()) {
            AltName altName = read(name, CertificateFacts::altName);
            if (altName != null && read.size() < ALT_NAMES_MAX) {
                read.add(altName);
            }
        }
        return read;
    }

    private static AltName altName(GeneralName name) {
        int type = name.getTagNo();
        String value = switch (type) {
            case GeneralName.rfc822Name, GeneralName.dNSName, GeneralName.uniformResourceIdentifier ->
                ASN1IA5String.getInstance(name.getName()).getString();
            case GeneralName.directoryName -> NameText.of(X500Name.getInstance(name.getName()));
            case GeneralName.iPAddress ->
                address(ASN1OctetString.getInstance(name.getName()).getOctets());
            case GeneralName.otherName -> {
                OtherName other = OtherName.getInstance(name.getName());
                if (other.getTypeID().equals(PRINCIPAL_NAME) && other.getValue() instanceof ASN1String text) {
                    type = AltName.PRINCIPAL;
                    yield text.getString();
                }
                yield other.getTypeID().getId();
            }
            default -> name.getName().toString();
        };
        return new AltName(type, NameText.storable(value));
    }

    /** Hexadecimal for a number of bytes that no address has. */
    private static String address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            return HexFormat.of().formatHex(octets);
        }
    }
}
