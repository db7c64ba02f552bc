package io.quartermaster.server.http;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is served under the paths of the API and of the agents. Finds what a client means by a path: literal
 * segments in any case, parameters as they are.
 *
 * <p>Immutable; safe for many threads.
 */
final class Endpoints {
    /**
     * The endpoints of one template.
     *
     * @param path the path as declared, with the parameters as they were sent, still encoded
     * @param byVerb never empty
     */
    record Match(String path, SequencedMap<String, Endpoint> byVerb) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, String> spelling = new HashMap<>();
        final SequencedMap<String, Endpoint> endpoints = new TreeMap<>();

        @Nullable
        Node parameter;
    }

    private final Map<Area, Node> roots = new HashMap<>();
    private final Map<Method, Endpoint> byMethod = new HashMap<>();
    private final List<Endpoint> all;

    private Endpoints(List<Endpoint> all) {
        this.all = all;
        all.forEach(this::add);
    }

    /** @throws IllegalStateException for a resource method that does not say who may use it, or is there twice */
    static Endpoints of(Collection<Class<?>> resources) {
        List<Endpoint> found = new ArrayList<>();
        for (Class<?> resource : resources) {
            for (Method method : resource.getMethods()) {
                Endpoint.of(resource, method).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(Endpoint::area)
                .thenComparing(Endpoint::template)
                .thenComparing(Endpoint::verb));
        return new Endpoints(List.copyOf(found));
    }

    private void add(Endpoint endpoint) {
        Node node = roots.computeIfAbsent(endpoint.area(), area -> new Node());
        for (String segment : segments(endpoint.template())) {
            if (segment.startsWith("{")) {
                node.parameter = node.parameter == null ? new Node() : node.parameter;
                node = node.parameter;
            } else {
                node.spelling.put(folded(segment), segment);
                node = node.literals.computeIfAbsent(folded(segment), literal -> new Node());
            }
        }
        if (node.endpoints.put(endpoint.verb(), endpoint) != null) {
            throw new IllegalStateException(endpoint.title() + " is there twice");
        }
        byMethod.put(endpoint.method(), endpoint);
    }

    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static String folded(String segment) {
        return segment.toLowerCase(Locale.ROOT);
    }

    /** In the order of area, path and verb. */
    List<Endpoint> all() {
        return all;
    }

    Optional<Endpoint> of(Method method) {
        return Optional.ofNullable(byMethod.get(method));
    }

    /**
     * @param segments as sent, without those of the area
     * @param decoded the same, decoded
     * @return empty where nothing has that path
     */
    Optional<Match> match(Area area, List<String> segments, List<String> decoded) {
        Node root = roots.get(area);
        return root == null ? Optional.empty() : match(root, area.path(), segments, decoded, 0);
    }

    // A literal wins over a parameter, as in the framework's own routing; only a dead end leads to the parameter.
    private static Optional<Match> match(
            Node node, String path, List<String> segments, List<String> decoded, int index) {
        if (index == segments.size()) {
            return node.endpoints.isEmpty() ? Optional.empty() : Optional.of(new Match(path, node.endpoints));
        }
        String literal = folded(decoded.get(index));
        Node next = node.literals.get(literal);
        if (next != null) {
            Optional<Match> found = match(next, path + "/" + node.spelling.get(literal), segments, decoded, index + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        boolean fillsParameter =
                node.parameter != null && !literal.isEmpty() && !literal.equals(".") && !literal.equals("..");
        return fillsParameter && node.parameter != null
                ? match(node.parameter, path + "/" + segments.get(index), segments, decoded, index + 1)
                : Optional.empty();
    }
}
