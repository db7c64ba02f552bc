package io.quartermaster.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The paths under which the API and the agent protocol are served, in any case. Immutable. */
final class Bases {
    /**
     * What a path leads to.
     *
     * @param segments those behind the base, still encoded
     */
    record Address(Area area, List<String> segments) {}

    private record Base(Area area, List<String> segments) {}

    private final List<Base> bases = new ArrayList<>();

    /**
     * @param apiAliases further paths of the API
     * @throws IllegalArgumentException for an alias without a single segment, which would take every path
     */
    Bases(List<String> apiAliases) {
        for (Area area : Area.values()) {
            bases.add(base(area, area.path()));
        }
        apiAliases.forEach(alias -> bases.add(base(Area.API, alias)));
    }

    private static Base base(Area area, String path) {
        List<String> segments =
                withoutBlankEnds(List.of(path.toLowerCase(Locale.ROOT).split("/")));
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("qm.http.api-aliases has '" + path + "', which is no path.");
        }
        return new Base(area, segments);
    }

    /** @return empty for a path that is under none of them */
    Optional<Address> find(String path) {
        List<String> segments = path.startsWith("/") ? Endpoints.segments(path) : List.of();
        return bases.stream()
                .filter(base -> begins(segments, base.segments))
                .findFirst()
                .map(base -> new Address(
                        base.area, withoutBlankEnds(segments.subList(base.segments.size(), segments.size()))));
    }

    private static boolean begins(List<String> segments, List<String> base) {
        return segments.size() >= base.size()
                && segments.subList(0, base.size()).stream()
                        .map(segment -> segment.toLowerCase(Locale.ROOT))
                        .toList()
                        .equals(base);
    }

    // A slash at the end is the same path, and clients that join a base and a path with one each make two at the start.
    private static List<String> withoutBlankEnds(List<String> segments) {
        int from = 0;
        int to = segments.size();
        while (from < to && segments.get(from).isEmpty()) {
            from++;
        }
        while (from < to && segments.get(to - 1).isEmpty()) {
            to--;
        }
        return segments.subList(from, to);
    }
}
