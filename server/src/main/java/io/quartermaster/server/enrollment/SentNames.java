package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.AlternativeName.Kind;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/** Subject alternative names as requests and signing requests have them. */
final class SentNames {
    /** Names of one certificate, at most. */
    static final int NAMES_MAX = 100;

    /** Characters of one name, at most. */
    static final int NAME_LENGTH_MAX = 500;

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("dns", Kind.DNS),
            Map.entry("dnsname", Kind.DNS),
            Map.entry("ip", Kind.IP),
            Map.entry("ip4", Kind.IP),
            Map.entry("ipv4", Kind.IP),
            Map.entry("ip6", Kind.IP),
            Map.entry("ipv6", Kind.IP),
            Map.entry("ipaddress", Kind.IP),
            Map.entry("email", Kind.EMAIL),
            Map.entry("mail", Kind.EMAIL),
            Map.entry("rfc822", Kind.EMAIL),
            Map.entry("rfc822name", Kind.EMAIL),
            Map.entry("uri", Kind.URI),
            Map.entry("url", Kind.URI));

    private SentNames() {}

    /**
     * The names of a request, {@code {"dns": ["app.example.test"], "ip4": ["192.0.2.7"]}}; the kinds in any case.
     *
     * @throws CommandException MALFORMED, naming the kind and the position
     */
    static List<AlternativeName> read(@Nullable Map<String, @Nullable List<@Nullable String>> sent) {
        List<AlternativeName> names = new ArrayList<>();
        if (sent == null) {
            return names;
        }
        for (Map.Entry<String, @Nullable List<@Nullable String>> kind : sent.entrySet()) {
            List<@Nullable String> values = kind.getValue();
            if (values != null && !values.isEmpty()) {
                read(kind.getKey(), values, names);
            }
        }
        if (names.size() > NAMES_MAX) {
            throw malformed("SANs has " + names.size() + " names; at most " + NAMES_MAX + " are possible.");
        }
        return names.stream().distinct().toList();
    }

    private static void read(String title, List<@Nullable String> values, List<AlternativeName> names) {
        Kind kind = KINDS.get(title.strip().replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT));
        if (kind == null) {
            throw malformed("SANs: '" + shortened(title) + "' is no kind of name that is certified here; there are dns,"
                    + " ip4, ip6, email and uri.");
        }
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value == null || value.isBlank() || value.length() > NAME_LENGTH_MAX) {
                throw malformed("SANs." + title + "[" + i + "] must have 1 to " + NAME_LENGTH_MAX + " characters.");
            }
            names.add(new AlternativeName(kind, value.strip()));
        }
    }

    /** Those of the extension of a certificate or a signing request; kinds that are not certified here are left out. */
    static List<AlternativeName> of(@Nullable GeneralNames names) {
        return names == null
                ? List.of()
                : Arrays.stream(names.getNames())
                        .flatMap(name -> of(name).stream())
                        .distinct()
                        .toList();
    }

    private static Optional<AlternativeName> of(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> Optional.of(new AlternativeName(Kind.DNS, String.valueOf(name.getName())));
            case GeneralName.rfc822Name -> Optional.of(new AlternativeName(Kind.EMAIL, String.valueOf(name.getName())));
            case GeneralName.uniformResourceIdentifier ->
                Optional.of(new AlternativeName(Kind.URI, String.valueOf(name.getName())));
            case GeneralName.iPAddress ->
                address(ASN1OctetString.getInstance(name.getName()).getOctets());
            default -> Optional.empty();
        };
    }

    private static Optional<AlternativeName> address(byte[] bytes) {
        try {
            return Optional.of(
                    new AlternativeName(Kind.IP, InetAddress.getByAddress(bytes).getHostAddress()));
        } catch (UnknownHostException e) {
            return Optional.empty(); // neither 4 nor 16 bytes
        }
    }

    /**
     * For a signing request.
     *
     * @throws CommandException MALFORMED for what is no address, or no ASCII
     */
    static GeneralNames encoded(List<AlternativeName> names) {
        return new GeneralNames(names.stream().map(SentNames::encoded).toArray(GeneralName[]::new));
    }

    private static GeneralName encoded(AlternativeName name) {
        return switch (name.kind()) {
            case DNS -> new GeneralName(GeneralName.dNSName, ascii(name.value()));
            case EMAIL -> new GeneralName(GeneralName.rfc822Name, ascii(name.value()));
            case URI -> new GeneralName(GeneralName.uniformResourceIdentifier, ascii(name.value()));
            case IP -> new GeneralName(GeneralName.iPAddress, new DEROctetString(literal(name.value())));
        };
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw malformed("SANs: '" + shortened(address) + "' is no IP address.");
        }
    }

    private static String ascii(String name) {
        if (!name.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw malformed("SANs: '" + shortened(name) + "' has other characters than ASCII has.");
        }
        return name;
    }

    /** As the parts of a signing request are shown: {@code DNS Name=app.example.test}. */
    static String title(AlternativeName name) {
        return switch (name.kind()) {
                    case DNS -> "DNS Name=";
                    case IP -> "IP Address=";
                    case EMAIL -> "RFC822 Name=";
                    case URI -> "URL=";
                }
                + name.value();
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
