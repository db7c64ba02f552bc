package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What a key made on a device must be: checked when it is ordered, and once more when its certificate request comes. An
 * agent decides nothing about the names that it gets certified.
 */
final class KeyRequirements {
    /** Characters of a subject. */
    static final int SUBJECT_LENGTH_MAX = 2_048;

    /** Alternative names of one order. */
    static final int SANS_MAX = 200;

    private static final List<Integer> RSA_SIZES = List.of(2_048, 3_072, 4_096, 6_144, 8_192);
    private static final List<Integer> ECC_SIZES = List.of(256, 384, 521);

    /** As requests write them, in lower case. */
    private static final Map<String, AlternativeName.Kind> KINDS = Map.of(
            "dns", AlternativeName.Kind.DNS,
            "ip", AlternativeName.Kind.IP,
            "ip4", AlternativeName.Kind.IP,
            "ip6", AlternativeName.Kind.IP,
            "email", AlternativeName.Kind.EMAIL,
            "rfc822", AlternativeName.Kind.EMAIL,
            "uri", AlternativeName.Kind.URI);

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private KeyRequirements() {}

    /** @throws CommandException MALFORMED, naming what is not possible */
    static void check(KeyOnDevice key) {
        subject(key.subject());
        List<Integer> sizes = switch (key.keyType()) {
            case KeyOnDevice.RSA -> RSA_SIZES;
            case KeyOnDevice.ECC -> ECC_SIZES;
            default -> throw malformed("KeyType must be RSA or ECC.");
        };
        if (!sizes.contains(key.keySize())) {
            throw malformed("KeySize of " + key.keyType() + " keys must be one of " + sizes + ".");
        }
        alternatives(key.sans());
    }

    /** @throws CommandException MALFORMED for a text that is no distinguished name */
    static X500Name subject(String text) {
        if (text.isBlank() || text.length() > SUBJECT_LENGTH_MAX || text.indexOf('\0') >= 0) {
            throw malformed("SubjectName is required, with at most " + SUBJECT_LENGTH_MAX
                    + " characters: a distinguished name such as CN=app.example.test,O=\"Example, Inc.\"");
        }
        try {
            X500Name name = new X500Name(BCStyle.INSTANCE, text);
            if (name.getRDNs().length > 0) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw malformed("SubjectName must be a distinguished name such as CN=app.example.test,O=\"Example, Inc.\"");
    }

    /** @throws CommandException MALFORMED, naming the kind or the value */
    static List<AlternativeName> alternatives(Map<String, List<String>> sans) {
        List<AlternativeName> names = new ArrayList<>();
        sans.forEach((kind, values) -> {
            AlternativeName.Kind known = KINDS.get(kind.toLowerCase(Locale.ROOT));
            if (known == null) {
                throw malformed("SANs: " + kind + " is none of dns, ip4, ip6, email, uri.");
            }
            for (String value : values) {
                if (value.isBlank() || value.length() > SUBJECT_LENGTH_MAX || value.indexOf('\0') >= 0) {
                    throw malformed("SANs: a name of kind " + kind + " is empty or too long.");
                }
                if (known == AlternativeName.Kind.IP && address(value.strip()).isEmpty()) {
                    throw malformed("SANs: " + value.strip() + " is no address.");
                }
                names.add(new AlternativeName(known, value.strip()));
            }
        });
        if (names.size() > SANS_MAX) {
            throw malformed("SANs may have at most " + SANS_MAX + " names; this request has " + names.size() + ".");
        }
        return names;
    }

    /**
     * Why a certificate request is not the one that was ordered; empty when it is.
     *
     * @param fields of the job
     */
    static Optional<String> objection(byte[] csr, JsonNode fields) {
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(csr);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(request.getSubjectPublicKeyInfo()))) {
                return Optional.of("The certificate request is not signed with its own key.");
            }
            X500Name wanted = new X500Name(BCStyle.INSTANCE, ReenrollmentFields.subject(fields));
            if (!BCStyle.INSTANCE.areEqual(wanted, request.getSubject())) {
                return Optional.of("The certificate request is for " + BCStyle.INSTANCE.toString(request.getSubject())
                        + ", the job for " + ReenrollmentFields.subject(fields) + ".");
            }
            return keyObjection(request.getSubjectPublicKeyInfo(), fields).or(() -> namesObjection(request, fields));
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // A decoder fails in many ways on what is no request.
            return Optional.of("CSRText is not a PKCS#10 certificate request in DER as base64.");
        }
    }

    private static Optional<String> keyObjection(SubjectPublicKeyInfo key, JsonNode fields) throws IOException {
        AsymmetricKeyParameter parameter = PublicKeyFactory.createKey(key);
        String type = "neither RSA nor ECC";
        int size = 0;
        if (parameter instanceof RSAKeyParameters rsa) {
            type = KeyOnDevice.RSA;
            size = rsa.getModulus().bitLength();
        } else if (parameter instanceof ECPublicKeyParameters ecc) {
            type = KeyOnDevice.ECC;
            size = ecc.getParameters().getCurve().getFieldSize();
        }
        String wantedType = ReenrollmentFields.keyType(fields);
        int wantedSize = ReenrollmentFields.keySize(fields);
        return type.equals(wantedType) && size == wantedSize
                ? Optional.empty()
                : Optional.of("The key of the certificate request is " + type + (size == 0 ? "" : " " + size)
                        + ", the job wants " + wantedType + " " + wantedSize + ".");
    }

    private static Optional<String> namesObjection(PKCS10CertificationRequest request, JsonNode fields) {
        Set<String> wanted = new HashSet<>();
        commonNames(ReenrollmentFields.subject(fields)).forEach(name -> wanted.add("DNS " + name));
        alternatives(ReenrollmentFields.sans(fields))
                .forEach(name -> wanted.add(name.kind() + " " + name.value().toLowerCase(Locale.ROOT)));
        return Arrays.stream(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
                .map(attribute ->
                        Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)))
                .map(extensions -> GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName))
                .filter(names -> names != null)
                .flatMap(names -> Arrays.stream(names.getNames()))
                .filter(name -> wanted.stream().noneMatch(one -> same(one, name)))
                .findFirst()
                .map(name -> "The certificate request names " + name.getName() + ", which the job does not.");
    }

    private static List<String> commonNames(String subject) {
        return Arrays.stream(new X500Name(BCStyle.INSTANCE, subject).getRDNs(BCStyle.CN))
                .map(RDN::getFirst)
                .map(part -> IETFUtils.valueToString(part.getValue()).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean same(String wanted, GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> wanted.equals("DNS " + text(name));
            case GeneralName.rfc822Name -> wanted.equals("EMAIL " + text(name));
            case GeneralName.uniformResourceIdentifier -> wanted.equals("URI " + text(name));
            case GeneralName.iPAddress -> wanted.startsWith("IP ") && sameAddress(wanted.substring(3), name);
            default -> false;
        };
    }

    private static String text(GeneralName name) {
        return ASN1IA5String.getInstance(name.getName()).getString().toLowerCase(Locale.ROOT);
    }

    private static boolean sameAddress(String wanted, GeneralName name) {
        byte[] sent = ASN1OctetString.getInstance(name.getName()).getOctets();
        return address(wanted).filter(address -> Arrays.equals(address, sent)).isPresent();
    }

    private static Optional<byte[]> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
