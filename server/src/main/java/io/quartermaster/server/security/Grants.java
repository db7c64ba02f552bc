package io.quartermaster.server.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that the roles of one caller allow together. Nothing is ever taken away: there are no denials, and a permission for
 * everything is not narrowed by one for a single container.
 *
 * <p>Immutable; safe for many threads.
 */
public final class Grants {
    private static final Pattern CONTAINER_OF =
            Pattern.compile("/certificate_stores/(?<verb>read|schedule|modify)/(?<id>[0-9]+)/");

    private static final Pattern NUMBER = Pattern.compile("(?<id>[0-9]+)/");

    /**
     * Where one permission includes another without being the beginning of its string, with the one that includes first.
     * The permissions of a container follow the same order. Nowhere else does "modify" include "read".
     */
    private static final List<List<Permission>> INCLUDED_IN = List.of(
            List.of(
                    Permission.CERTIFICATE_STORES_MODIFY,
                    Permission.CERTIFICATE_STORES_SCHEDULE,
                    Permission.CERTIFICATE_STORES_READ),
            List.of(Permission.SSH_ENTERPRISE_ADMIN, Permission.SSH_SERVER_ADMIN, Permission.SSH_USER));

    private final Set<PermissionString> strings;

    private Grants(Set<PermissionString> strings) {
        this.strings = strings;
    }

    public static Grants of(Collection<PermissionString> strings) {
        return new Grants(Set.copyOf(strings));
    }

    public boolean satisfy(Permission required) {
        return satisfy(required.everywhere());
    }

    public boolean satisfy(PermissionString required) {
        return waysToHold(required).stream()
                .anyMatch(way -> strings.stream().anyMatch(granted -> granted.includes(way)));
    }

    /** The containers whose stores the grants allow to read, schedule or modify. */
    public ContainerScope containers(StoreVerb verb) {
        if (satisfy(verb.permission())) {
            return new ContainerScope.All();
        }
        return new ContainerScope.Only(strings.stream()
                .map(granted -> CONTAINER_OF.matcher(granted.text()))
                .filter(Matcher::matches)
                .filter(matcher -> verbOf(matcher).compareTo(verb) >= 0)
                .map(matcher -> Integer.valueOf(matcher.group("id")))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * The collections for which the grants hold a permission.
     *
     * @param permission one that can be limited to a collection
     */
    public CollectionScope collections(Permission permission) {
        if (satisfy(permission)) {
            return new CollectionScope.All();
        }
        String beginning = permission.everywhere().text();
        return new CollectionScope.Only(strings.stream()
                .map(PermissionString::text)
                .filter(granted -> granted.startsWith(beginning))
                .map(granted -> NUMBER.matcher(granted.substring(beginning.length())))
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group("id")))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static StoreVerb verbOf(Matcher matcher) {
        return StoreVerb.valueOf(matcher.group("verb").toUpperCase(Locale.ROOT));
    }

    private static Set<PermissionString> waysToHold(PermissionString required) {
        Set<PermissionString> ways = new LinkedHashSet<>(List.of(required));
        for (List<Permission> chain : INCLUDED_IN) {
            List<Permission> stronger = new ArrayList<>();
            for (Permission link : chain) {
                stronger.add(link);
                if (link.everywhere().includes(required)) {
                    String scope =
                            required.text().substring(link.everywhere().text().length());
                    stronger.forEach(way ->
                            ways.add(new PermissionString(way.everywhere().text() + scope)));
                }
            }
        }
        return ways;
    }

    @Override
    public String toString() {
        return strings.stream().sorted().toList().toString();
    }
}
