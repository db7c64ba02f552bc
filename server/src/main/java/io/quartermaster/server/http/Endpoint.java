package io.quartermaster.server.http;

import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.security.StoreVerb;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One resource method and what stands on it.
 *
 * @param verb in upper case
 * @param template the path without that of the area: {@code /Agents/{id}/Reset}
 * @param who may use it
 * @param needs all of them, everywhere; empty unless {@code who} is NEEDS
 * @param inContainer each of them for at least one container
 * @param inCollection each of them for at least one certificate collection
 * @param also what the command decides besides; for people
 * @param versions in ascending order
 * @param queryNames the query parameters, as declared
 */
record Endpoint(
        String verb,
        Area area,
        String template,
        Who who,
        List<Permission> needs,
        List<StoreVerb> inContainer,
        List<Permission> inCollection,
        String also,
        List<Integer> versions,
        Set<String> queryNames,
        Method method) {
    private static final int[] VERSION_ONE = {1};

    enum Who {
        /** No credentials at all. */
        ANYONE,
        /** Every caller with a role. */
        ANY_ROLE,
        /** Callers with the permissions. */
        NEEDS,
        /** Agent accounts; the only ones under the path of the agents, and nowhere else. */
        AGENTS
    }

    /**
     * @return empty for a method that is no resource method
     * @throws IllegalStateException for a method of the API that does not say who may use it: nothing is open by mistake
     */
    static Optional<Endpoint> of(Class<?> resource, Method method) {
        Optional<String> verb = Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(found -> found != null)
                .map(HttpMethod::value)
                .findFirst();
        Path classPath = resource.getAnnotation(Path.class);
        if (verb.isEmpty() || classPath == null) {
            return Optional.empty();
        }
        String path = joined(classPath, method.getAnnotation(Path.class));
        Area area = Arrays.stream(Area.values())
                .filter(candidate -> path.startsWith(candidate.path() + "/"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(method + " has the path " + path + ", which is under none of "
                                + Arrays.stream(Area.values()).map(Area::path).toList()));
        Needs needs = method.getAnnotation(Needs.class);
        ApiVersions versions = method.getAnnotation(ApiVersions.class);
        return Optional.of(new Endpoint(
                verb.get(),
                area,
                path.substring(area.path().length()),
                who(area, method),
                needs == null ? List.of() : List.of(needs.value()),
                needs == null ? List.of() : List.of(needs.inContainer()),
                needs == null ? List.of() : List.of(needs.inCollection()),
                needs == null ? "" : needs.also(),
                Arrays.stream(versions == null ? VERSION_ONE : versions.value())
                        .sorted()
                        .boxed()
                        .toList(),
                queryNames(method),
                method));
    }

    private static String joined(Path classPath, @Nullable Path methodPath) {
        Stream<String> parts = Stream.of(classPath.value(), methodPath == null ? "" : methodPath.value());
        return "/"
                + String.join(
                        "/",
                        parts.flatMap(part -> Arrays.stream(part.split("/")))
                                .filter(segment -> !segment.isEmpty())
                                .toList());
    }

    private static Who who(Area area, Method method) {
        List<Class<? extends Annotation>> said = Stream.of(Needs.class, AnyRole.class, Anonymous.class)
                .filter(method::isAnnotationPresent)
                .toList();
        if (area == Area.AGENTS && said.isEmpty()) {
            return Who.AGENTS;
        }
        if (area == Area.AGENTS || said.size() != 1) {
            throw new IllegalStateException(method + " must have " + (area == Area.AGENTS ? "none" : "one")
                    + " of Needs, AnyRole and Anonymous");
        }
        return said.contains(Needs.class) ? Who.NEEDS : said.contains(AnyRole.class) ? Who.ANY_ROLE : Who.ANYONE;
    }

    private static Set<String> queryNames(Method method) {
        Set<String> names = new LinkedHashSet<>();
        for (Parameter parameter : method.getParameters()) {
            addQueryName(parameter, names);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Class<?> type = parameter.getType(); type != null; type = type.getSuperclass()) {
                    for (Field field : type.getDeclaredFields()) {
                        addQueryName(field, names);
                    }
                }
            }
        }
        return names;
    }

    private static void addQueryName(AnnotatedElement element, Set<String> names) {
        QueryParam query = element.getAnnotation(QueryParam.class);
        if (query != null) {
            names.add(query.value());
        }
    }

    /** "GET /Agents", "GET /qm/v1/jobs": how lists of endpoints name it. */
    String title() {
        return verb + " " + (area == Area.EXTENSIONS ? area.path() : "") + template;
    }

    /** As the header of every answer lists them: {@code 1.0, 2}. */
    static String listed(List<Integer> versions) {
        return String.join(
                ", ",
                versions.stream()
                        .map(version -> version == 1 ? "1.0" : "" + version)
                        .toList());
    }

    boolean isOpenTo(Caller caller) {
        return who == Who.ANYONE
                || (!caller.roles().isEmpty() && missing(caller).isEmpty());
    }

    /** @throws PermissionDenied for a caller who may not use it */
    void admit(Caller caller) {
        if (who == Who.ANYONE) {
            return;
        }
        caller.requireAnyRole();
        List<PermissionString> missing = missing(caller);
        if (!missing.isEmpty()) {
            throw PermissionDenied.missing(caller, missing);
        }
    }

    private List<PermissionString> missing(Caller caller) {
        List<PermissionString> missing = new ArrayList<>();
        needs.stream()
                .filter(permission -> !caller.holds(permission))
                .forEach(permission -> missing.add(permission.everywhere()));
        inContainer.stream()
                .filter(storeVerb -> caller.containers(storeVerb).isEmpty())
                .forEach(storeVerb -> missing.add(storeVerb.permission().everywhere()));
        inCollection.stream()
                .filter(permission -> caller.collections(permission).isEmpty())
                .forEach(permission -> missing.add(permission.everywhere()));
        return missing;
    }
}
