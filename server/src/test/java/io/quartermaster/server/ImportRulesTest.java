package io.quartermaster.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom inside the server. The list below is also printed into docs/architecture.md, so that the picture
 * there cannot be wrong; {@code ./qm accept} rewrites it.
 */
class ImportRulesTest {
    private static final String ROOT = "io.quartermaster.server";
    private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");
    private static final String BEGIN = "<!-- import rules: made by ImportRulesTest -->\n";
    private static final String END = "<!-- end of import rules -->";

    /** What every feature may use. */
    private static final List<String> SHARED_ROW =
            List.of("audit", "security", "query", "schedule", "secret", "setting", "db", "error", "time");

    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

    static {
        allow("start", "security", "secret", "setting", "db");
        allow("renewal", "enrollment", "store", "ca", "cert", "job", "agent", "http", SHARED_ROW);
        allow("blueprint", "store", "job", "agent", "http", SHARED_ROW);
        allow("enrollment", "store", "ca", "cert", "job", "agent", "http", SHARED_ROW);
        allow("store", "ca", "cert", "job", "agent", "http", SHARED_ROW);
        allow("operation", "job", "agent", "http", SHARED_ROW);
        allow("live", "job", "agent", "http", SHARED_ROW);
        allow("control", "job", "agent", "http", SHARED_ROW);
        allow("pool", "agent", "http", SHARED_ROW);
        allow("admin", "http", SHARED_ROW);
        allow(
                "task",
                "renewal",
                "enrollment",
                "live",
                "store",
                "ca",
                "cert",
                "notice",
                "selfcheck",
                "job",
                "agent",
                "http",
                SHARED_ROW);
        allow("notice", "live", "agent", "http", SHARED_ROW);
        allow("selfcheck", "http", SHARED_ROW);
        allow("session", "job", "agent", "http", SHARED_ROW);
        allow("ca", "cert", "notice", "http", SHARED_ROW);
        allow("cert", "http", SHARED_ROW);
        allow("job", "agent", "http", SHARED_ROW);
        allow("agent", "http", SHARED_ROW);
        allow("http", SHARED_ROW);
        allow("audit", "security", "db", "error");
        allow("security", "db", "error", "time");
        allow("query", "error", "time");
        allow("schedule", "error", "time");
        allow("secret", "db", "error");
        allow("setting", "error");
        allow("db", "error");
        allow("error");
        allow("time", "error");
    }

    private static @Nullable JavaClasses classes;

    private static void allow(String module, Object... targets) {
        Set<String> names = new TreeSet<>();
        for (Object target : targets) {
            if (target instanceof List<?> list) {
                list.forEach(name -> names.add(String.valueOf(name)));
            } else {
                names.add(String.valueOf(target));
            }
        }
        ALLOWED.put(module, names);
    }

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyPackageUsesOnlyWhatItMay() {
        List<String> broken = all().stream()
                .flatMap(javaClass -> javaClass.getDirectDependenciesFromSelf().stream())
                .filter(ImportRulesTest::isForbidden)
                .map(d -> module(d.getOriginClass()) + " -> " + module(d.getTargetClass()) + ": " + d.getDescription())
                .sorted()
                .toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPackageStandsInTheList() {
        Set<String> packages = all().stream()
                .filter(resideInAPackage(ROOT + ".."))
                .map(ImportRulesTest::module)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isSubsetOf(ALLOWED.keySet());
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(all());
    }

    @Test
    void onlyTheEdgeKnowsStatusCodes() {
        List<String> broken = all().stream()
                .filter(javaClass ->
                        !module(javaClass).equals("http") && !module(javaClass).isEmpty())
                .flatMap(javaClass -> javaClass.getDirectDependenciesFromSelf().stream())
                .filter(d -> Set.of("jakarta.ws.rs.core.Response", "jakarta.ws.rs.WebApplicationException")
                        .contains(d.getTargetClass().getName()))
                .map(Dependency::getDescription)
                .toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void thePictureInTheDocumentsIsThisList() throws IOException {
        String document = Files.readString(ARCHITECTURE, StandardCharsets.UTF_8);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        assertThat(from).isPositive().isLessThanOrEqualTo(to);
        if (Boolean.getBoolean("qm.accept")) {
            Files.writeString(ARCHITECTURE, document.substring(0, from) + picture() + document.substring(to));
            return;
        }
        assertThat(document.substring(from, to)).isEqualTo(picture());
    }

    private static String picture() {
        return ALLOWED.entrySet().stream()
                .map(rule -> String.format("%-10s", rule.getKey())
                        + (rule.getValue().isEmpty() ? "" : "-> " + words(rule.getValue())))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n", "```\n", "\n```\n"));
    }

    private static String words(Set<String> targets) {
        Stream<String> others = targets.stream().filter(name -> !SHARED_ROW.contains(name));
        return targets.containsAll(SHARED_ROW)
                ? Stream.concat(others, Stream.of("(shared row)")).collect(Collectors.joining(" "))
                : String.join(" ", targets);
    }

    private static boolean isForbidden(Dependency dependency) {
        String from = module(dependency.getOriginClass());
        String to = module(dependency.getTargetClass());
        return !from.isEmpty()
                && !to.isEmpty()
                && !from.equals(to)
                && !ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    /** The first package below the root; empty for the root itself and for everything outside of it. */
    private static String module(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).split("\\.", 2)[0] : "";
    }

    private static JavaClasses all() {
        if (classes == null) {
            throw new IllegalStateException("The classes were not read");
        }
        return classes;
    }
}
