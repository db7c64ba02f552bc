package io.quartermaster.server.ca;

import io.quartermaster.server.setting.AuthoritySettings;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Decides which names a certificate gets: those that were asked for, else those of the signing request, and none that the
 * domains of the setting do not allow. Safe for many threads.
 */
@Singleton
public class JudgeNames {
    static final int NAMES_MAX = 100;
    static final int DNS_LENGTH_MAX = 253;
    private static final int OTHER_LENGTH_MAX = 500;

    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern DNS = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern EMAIL =
            Pattern.compile("[!-~&&[^@<>,;\"\\\\]]{1,64}@" + LABEL + "(\\." + LABEL + ")+");

    private final AuthoritySettings settings;

    public JudgeNames(AuthoritySettings settings) {
        this.settings = settings;
    }

    /**
     * Gives the names, in the form in which they are written into certificates.
     *
     * @throws IssueRefusedException for names that cannot be certified
     */
    CertifiedNames run(SigningRequest request, SubjectNames asked, Profile profile) {
        X500Name subject = asked.subject() == null ? request.subject() : DistinguishedNames.parse(asked.subject());
        DistinguishedNames.check(subject);
        Set<AlternativeName> alternatives = new LinkedHashSet<>();
        for (AlternativeName name : alternatives(request, asked)) {
            alternatives.add(normal(name));
        }
        Optional<String> commonName = DistinguishedNames.commonName(subject);
        // Whoever checks the name of a server has not looked at its common name for years.
        if (alternatives.isEmpty() && profile.extendedKeyUsages().contains("serverAuth")) {
            commonName.flatMap(JudgeNames::hostName).ifPresent(alternatives::add);
        }
        if (alternatives.isEmpty() && subject.getRDNs().length == 0) {
            throw new IssueRefusedException(
                    "There is no name to certify: neither a subject nor a subject alternative name was given.");
        }
        if (alternatives.size() > NAMES_MAX) {
            throw new IssueRefusedException("There are " + alternatives.size() + " subject alternative names; at most "
                    + NAMES_MAX + " are certified.");
        }
        refuseOutside(subject, alternatives);
        return new CertifiedNames(subject, List.copyOf(alternatives));
    }

    private static List<AlternativeName> alternatives(SigningRequest request, SubjectNames asked) {
        if (!asked.alternatives().isEmpty()) {
            return asked.alternatives();
        }
        if (request.otherAlternatives() > 0) {
            throw new IssueRefusedException("The signing request has a subject alternative name of a kind that is not"
                    + " certified; expected DNS names, IP addresses, mail addresses and URIs.");
        }
        return request.alternatives();
    }

    private void refuseOutside(X500Name subject, Set<AlternativeName> alternatives) {
        if (settings.permittedDns().isEmpty()) {
            return;
        }
        List<String> hosts = new ArrayList<>();
        for (String commonName : DistinguishedNames.commonNames(subject)) {
            // Without a dot it is the name of somebody, not of a host that others could be led to.
            hostName(commonName)
                    .filter(name -> name.kind() == AlternativeName.Kind.DNS
                            && name.value().contains("."))
                    .ifPresent(name -> hosts.add(name.value()));
        }
        alternatives.forEach(name -> host(name).ifPresent(hosts::add));
        for (String host : hosts) {
            if (settings.permittedDns().stream().noneMatch(domain -> isWithin(host, domain))) {
                throw new IssueRefusedException("'" + host + "' is in none of the domains that certificates are issued"
                        + " for: " + String.join(", ", settings.permittedDns()) + ".");
            }
        }
    }

    /** The host that a name is about; empty for an address, and a URI without one. */
    private static Optional<String> host(AlternativeName name) {
        return switch (name.kind()) {
            case DNS -> Optional.of(name.value());
            case EMAIL ->
                Optional.of(
                        name.value().substring(name.value().indexOf('@') + 1).toLowerCase(Locale.ROOT));
            case URI ->
                Optional.ofNullable(URI.create(name.value()).getHost()).map(host -> host.toLowerCase(Locale.ROOT));
            case IP -> Optional.empty();
        };
    }

    private static boolean isWithin(String host, String domain) {
        String name = host.startsWith("*.") ? host.substring("*.".length()) : host;
        return name.equals(domain) || name.endsWith("." + domain);
    }

    /** Empty for a common name that is no name of a host. */
    static Optional<AlternativeName> hostName(String commonName) {
        Optional<String> address = address(commonName);
        if (address.isPresent()) {
            return address.map(text -> new AlternativeName(AlternativeName.Kind.IP, text));
        }
        String name = commonName.toLowerCase(Locale.ROOT);
        return name.length() <= DNS_LENGTH_MAX && DNS.matcher(name).matches()
                ? Optional.of(new AlternativeName(AlternativeName.Kind.DNS, name))
                : Optional.empty();
    }

    static AlternativeName normal(AlternativeName name) {
        String value = name.value().strip();
        return switch (name.kind()) {
            case DNS -> new AlternativeName(AlternativeName.Kind.DNS, dns(value));
            case IP ->
                new AlternativeName(
                        AlternativeName.Kind.IP,
                        address(value)
                                .orElseThrow(() ->
                                        new IssueRefusedException("'" + shortened(value) + "' is no IP address.")));
            case EMAIL -> {
                if (value.length() > OTHER_LENGTH_MAX
                        || !EMAIL.matcher(value.toLowerCase(Locale.ROOT)).matches()) {
                    throw new IssueRefusedException("'" + shortened(value) + "' is no mail address.");
                }
                yield new AlternativeName(AlternativeName.Kind.EMAIL, value);
            }
            case URI -> new AlternativeName(AlternativeName.Kind.URI, uri(value));
        };
    }

    private static String dns(String value) {
        String name = value.toLowerCase(Locale.ROOT);
        if (name.length() > DNS_LENGTH_MAX || !DNS.matcher(name).matches()) {
            throw new IssueRefusedException("'" + shortened(value) + "' is no DNS name; expected letters, digits and"
                    + " hyphens between dots, an asterisk only as the first part, and names with other letters as they"
                    + " are in DNS (xn--...).");
        }
        return name;
    }

    private static String uri(String value) {
        try {
            boolean ascii = value.chars().allMatch(c -> c > ' ' && c <= '~');
            if (ascii && value.length() <= OTHER_LENGTH_MAX && new URI(value).isAbsolute()) {
                return value;
            }
        } catch (URISyntaxException e) {
            // As any other text that is none.
        }
        throw new IssueRefusedException("'" + shortened(value) + "' is no absolute URI.");
    }

    /** Not the short forms that Java reads too (192.0.2), and no zone. */
    private static Optional<String> address(String value) {
        if (!FOUR_NUMBERS.matcher(value).matches() && (!value.contains(":") || value.contains("%"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(value).getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String shortened(String value) {
        return value.length() > DNS_LENGTH_MAX ? value.substring(0, DNS_LENGTH_MAX) + "..." : value;
    }
}
