package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of all there is, made from the resources: which request, who may send it, which class answers it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class RequestsTableTest {
    @Inject
    Endpoints endpoints;

    @Inject
    PublicPages pages;

    @Test
    void theTableInTheRepositoryIsThatOfTheResources() {
        StringBuilder table = new StringBuilder("""
                # Requests

                Everything the server answers, made from the resources by a test (`./qm accept` writes it). The paths of
                the API are below `/KeyfactorAPI`, what it does not have below `/qm/v1`, those of the agents below
                `/KeyfactorAgents`. *c*: for everything or for single containers or collections.
                """);
        for (Area area : Area.values()) {
            List<Endpoint> ofArea = endpoints.all().stream()
                    .filter(endpoint -> endpoint.area() == area)
                    .toList();
            if (!ofArea.isEmpty()) {
                table.append("\n## ").append(area.path()).append("\n\n| | Path | Needs | Class |\n|---|---|---|---|\n");
                ofArea.forEach(endpoint -> table.append(row(endpoint)));
            }
        }
        table.append("""

                ## Outside of these paths

                For everybody, without credentials.

                | | Path | What | Class |
                |---|---|---|---|
                """);
        pages.all().stream()
                .sorted(Comparator.comparing(PublicPage::path))
                .forEach(page -> table.append("| ")
                        .append(String.join(", ", new TreeSet<>(page.verbs())))
                        .append(" | `")
                        .append(page.path())
                        .append("` | ")
                        .append(page.title())
                        .append(" | `")
                        .append(shortName(page.getClass().getName()))
                        .append("` |\n"));
        AcceptedFile.assertFresh("requests.md", table.toString());
    }

    private static String row(Endpoint endpoint) {
        return "| " + endpoint.verb() + " | `" + endpoint.template() + "` | " + needs(endpoint) + " | `"
                + answering(endpoint) + "` |\n";
    }

    private static String needs(Endpoint endpoint) {
        List<String> needs = new ArrayList<>();
        switch (endpoint.who()) {
            case ANYONE -> needs.add("nothing");
            case ANY_ROLE -> needs.add("any role");
            case AGENTS -> needs.add("an agent account");
            case NEEDS -> {
                for (Permission permission : endpoint.needs()) {
                    needs.add("`" + permission.everywhere() + "`");
                }
                for (StoreVerb verb : endpoint.inContainer()) {
                    needs.add("`" + verb.permission().everywhere() + "` *c*");
                }
                for (Permission permission : endpoint.inCollection()) {
                    needs.add("`" + permission.everywhere() + "` *c*");
                }
            }
        }
        return String.join(", ", needs) + (endpoint.also().isEmpty() ? "" : "; " + endpoint.also());
    }

    /** The command that answers: the class whose {@code run} the resource method calls, itself or by another of its own. */
    private static String answering(Endpoint endpoint) {
        Class<?> resource = endpoint.method().getDeclaringClass();
        if (resource.equals(StatusResource.class)) {
            return shortName(resource.getName()); // it says what the server itself knows: no command
        }
        JavaClass imported = ArchConfiguration.withThreadLocalScope(configuration -> {
            // The calls stand in this one class. To read what it calls too takes long, and ends in warnings about the
            // classes that Quarkus has rewritten: their address (quarkus:...) cannot be opened.
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter().importClasses(resource).get(resource);
        });
        JavaMethod method = imported.getMethod(
                endpoint.method().getName(), endpoint.method().getParameterTypes());
        String commands = callsOf(method)
                .filter(call -> call.getTarget().getName().equals("run"))
                .map(call -> call.getTargetOwner().getName())
                .distinct()
                .sorted()
                .map(RequestsTableTest::shortName)
                .collect(Collectors.joining(", "));
        assertThat(commands)
                .as("%s %s: a resource method calls run of a command", endpoint.verb(), endpoint.template())
                .isNotEmpty();
        return commands;
    }

    private static Stream<JavaMethodCall> callsOf(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .flatMap(call -> call.getTargetOwner().equals(method.getOwner())
                        ? call.getTarget().resolveMember().stream()
                                .flatMap(own -> own.getMethodCallsFromSelf().stream())
                        : Stream.of(call));
    }

    private static String shortName(String className) {
        String[] parts = className.split("\\.");
        return String.join("/", Arrays.copyOfRange(parts, parts.length - 2, parts.length));
    }
}
