package io.quartermaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of our style that a program can see, in the text of all modules. Each rule says what to do instead. */
class StyleTest {
    private static final Set<String> SKIPPED_FOLDERS = Set.of(".git", "target", "node_modules", "data", "dist");
    private static final Set<String> TEXT = Set.of(
            "java", "md", "xml", "yaml", "yml", "properties", "sql", "sh", "json", "ts", "tsx", "txt", "html", "css");
    private static final int BYTES_MAX = 2_000_000;

    /** Which files a rule looks at. */
    private enum Where {
        /** Without the classes that provide what is banned everywhere else. */
        MAIN_CODE,
        JAVA,
        ANY;

        boolean includes(Path path) {
            return switch (this) {
                case MAIN_CODE ->
                    path.toString().contains("src/main/java/")
                            && !path.endsWith("Seams.java")
                            && !path.startsWith("benchmarks"); // which are about real time
                case JAVA -> path.toString().endsWith(".java");
                case ANY -> true;
            };
        }
    }

    /**
     * @param where which files it looks at
     * @param banned what must not be there
     * @param instead what to do
     * @param example a text that the rule must find, so that a rule that finds nothing is noticed
     */
    record Rule(Where where, Pattern banned, String instead, String example) {
        @Override
        public String toString() {
            return banned.pattern();
        }
    }

    private static Rule rule(Where where, String banned, String instead, String example) {
        return new Rule(where, Pattern.compile(banned), instead, example);
    }

    static List<Rule> rules() {
        return List.of(
                rule(
                        Where.MAIN_CODE,
                        "\\b(Instant|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime|Year)\\.now\\(",
                        "take an InstantSource in the constructor",
                        "Instant.now()"),
                rule(
                        Where.MAIN_CODE,
                        "\\bSystem\\.currentTimeMillis\\(|\\bClock\\.system|\\bInstantSource\\.system",
                        "take an InstantSource in the constructor",
                        "System.currentTimeMillis()"),
                rule(Where.MAIN_CODE, "\\bUUID\\.randomUUID\\(", "take Ids in the constructor", "UUID.randomUUID()"),
                rule(
                        Where.MAIN_CODE,
                        "\\bMath\\.random\\(|\\bThreadLocalRandom\\b|\\bnew Random\\(|\\bnew SecureRandom\\(",
                        "take a RandomGenerator (or SecureRandom) in the constructor",
                        "new SecureRandom()"),
                rule(
                        Where.MAIN_CODE,
                        "\\bThread(::|\\.)sleep\\b",
                        "take a Pause in the constructor",
                        "Thread.sleep(10)"),
                rule(
                        Where.JAVA,
                        "\\b(class|interface|record|enum) \\w*(Manager|Helper|Util|Utils|Impl)\\b",
                        "name it after what it does (house rule: one class per command, named by its verb)",
                        "final class JobManager {"),
                rule(Where.JAVA, "@Disabled(?!\\(\"#\\d+)", "name the issue: @Disabled(\"#12 ...\")", "@Disabled"),
                rule(
                        Where.ANY,
                        "\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b(?! ?\\(?#\\d+)",
                        "name the issue: TODO #12",
                        "// TODO later"),
                rule(
                        Where.ANY,
                        "(?<![\\w.}])/(work|root)/",
                        "no path of a machine that we build on",
                        "see /wo" + "rk/spec.md"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleFindsWhatItBans(Rule rule) {
        assertThat(rule.banned().matcher(rule.example()).find()).isTrue();
    }

    @Test
    void theTextOfAllModulesFollowsTheRules() throws IOException {
        Path root = root();
        List<String> found = new ArrayList<>();
        int files = 0;
        for (Path file : texts(root)) {
            files++;
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Path path = root.relativize(file);
            for (Rule rule : rules()) {
                if (rule.where().includes(path)) {
                    found.addAll(findings(rule, path, text));
                }
            }
        }
        assertThat(files).as("files looked at").isGreaterThan(100);
        assertThat(found).isEmpty();
    }

    private static List<String> findings(Rule rule, Path path, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = rule.banned().matcher(text);
        while (matcher.find()) {
            long line = text.substring(0, matcher.start()).lines().count();
            found.add(path + ":" + Math.max(1, line) + ": " + matcher.group() + " -> " + rule.instead());
        }
        return found;
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the project");
    }

    private static List<Path> texts(Path root) throws IOException {
        List<Path> texts = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                boolean isText = TEXT.contains(name.substring(name.lastIndexOf('.') + 1))
                        || name.equals("qm")
                        || file.startsWith(root.resolve(".ci"));
                if (isText && attributes.size() < BYTES_MAX && !name.equals("StyleTest.java")) {
                    texts.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return texts;
    }
}
