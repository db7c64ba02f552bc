package io.quartermaster.store.types.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.store.spi.Discovered;
import io.quartermaster.store.spi.DiscoveryRequest;
import io.quartermaster.store.spi.DiscoveryRequest.Limits;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.Material;
import io.quartermaster.store.types.Writing;
import io.quartermaster.store.types.der.DerStoreType;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.jks.JksStoreType;
import io.quartermaster.store.types.pem.PemStoreType;
import io.quartermaster.store.types.pkcs12.Pkcs12StoreType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
    @TempDir
    static Path made;

    private static String pem = "";
    private static Material leaf;

    @TempDir
    Path folder;

    @BeforeAll
    static void material() throws Exception {
        leaf = Material.selfSigned(made, "leaf");
        pem = Files.readString(made.resolve("leaf.pem"));
    }

    @Test
    void eachTypeFindsItsOwnStoresWhateverTheyAreCalled() throws Exception {
        write("a.pem", pem);
        write("b.pem", "no store at all");
        write("only.key.pem", Files.readString(made.resolve("leaf.key")));
        Files.write(folder.resolve("c.crt"), leaf.own().der());
        new Writing(new JksStoreType(), folder.resolve("d.jks"), "password", Map.of("Format", "JKS")).create();
        new Writing(new JksStoreType(), folder.resolve("keystore"), "password", Map.of("Format", "JCEKS")).create();
        new Writing(new JksStoreType(), folder.resolve("e.jks"), "password").create();
        new Writing(new Pkcs12StoreType(), folder.resolve("f.p12"), "password").add(leaf.creating("x", null));
        write("g.p12", "no store at all");
        assertThat(found(new PemStoreType(), request())).containsExactly("a.pem");
        assertThat(found(new DerStoreType(), request())).containsExactly("c.crt");
        assertThat(found(new JksStoreType(), request())).containsExactly("d.jks", "keystore");
        assertThat(found(new JksStoreType(), with(List.of(), List.of(), List.of(), false, true)))
                .containsExactly("d.jks", "e.jks", "keystore");
        assertThat(found(new Pkcs12StoreType(), request())).containsExactly("f.p12");
    }

    @Test
    void extensionsPatternsAndIgnoredFoldersChoose() throws Exception {
        write("web.pem", pem);
        write("web.conf", pem);
        write("plain", pem);
        write("mail.pem", pem);
        write("old/web.pem", pem);
        write("deep/old/web.pem", pem);
        write("kept/web.pem", pem);
        assertThat(found(new PemStoreType(), with(List.of(), List.of(".CONF", "noext"), List.of(), false, false)))
                .containsExactly("plain", "web.conf");
        assertThat(found(
                        new PemStoreType(),
                        with(List.of("old"), List.of("pem"), List.of("w?b*", "nothing"), false, false)))
                .containsExactly("kept/web.pem", "web.pem");
        assertThat(found(
                        new PemStoreType(),
                        with(List.of(folder.resolve("old").toString()), List.of(), List.of("web"), false, false)))
                .containsExactly("deep/old/web.pem", "kept/web.pem", "web.pem");
    }

    @Test
    void linksAreLookedAtOnlyOnRequestAndNeverInCircles() throws Exception {
        Path outside = Files.createDirectory(made.resolve("outside-" + folder.getFileName()));
        Files.writeString(outside.resolve("far.pem"), pem);
        write("real/a.pem", pem);
        Files.createSymbolicLink(folder.resolve("link.pem"), folder.resolve("real/a.pem"));
        Files.createSymbolicLink(folder.resolve("real/circle"), folder);
        Files.createSymbolicLink(folder.resolve("outside"), outside);
        Files.createSymbolicLink(folder.resolve("broken.pem"), folder.resolve("nothing"));
        assertThat(found(new PemStoreType(), request())).containsExactly("real/a.pem");
        assertThat(found(new PemStoreType(), with(List.of(), List.of(), List.of(), true, false)))
                .hasSize(2)
                .contains("outside/far.pem")
                .containsAnyOf("link.pem", "real/a.pem");
    }

    @Test
    void theFilesOfOurOwnChangesAreNoStores() throws Exception {
        Writing store = new Writing(new PemStoreType(), folder.resolve("a.pem"), "");
        store.add(leaf.creating("", null));
        store.remove(leaf.thumbprint());
        assertThat(Writing.names(folder)).contains(".a.pem.qm-backup-1");
        Files.copy(folder.resolve(".a.pem.qm-backup-1"), folder.resolve("b.pem"));
        assertThat(found(new PemStoreType(), with(List.of(), List.of("pem", "qm-backup-1"), List.of(), false, false)))
                .containsExactly("b.pem");
    }

    @Test
    void everyLimitEndsTheSearchWithWhatWasFoundAndANote() throws Exception {
        write("a/a.pem", pem);
        write("a/b/b.pem", pem);
        write("a/b/c/c.pem", pem);
        Discovered shallow = limited(new Limits(1, 1000, 1000, Duration.ofMinutes(1)));
        assertThat(shallow.paths()).containsExactly(folder.resolve("a/a.pem").toString());
        assertThat(shallow.notes())
                .containsExactly("Folders more than 1 below those where the search began were not looked into.");
        assertThat(limited(new Limits(9, 3, 1000, Duration.ofMinutes(1))).notes())
                .containsExactly("The search ended after 3 names, the most that are looked at.");
        Discovered few = limited(new Limits(9, 1000, 1, Duration.ofMinutes(1)));
        assertThat(few.paths()).hasSize(1);
        assertThat(few.notes()).containsExactly("The search ended at 1 stores, the most that are reported.");
        AtomicLong clock = new AtomicLong();
        Discovered late = new FileSearch(
                        new DiscoveryRequest(
                                List.of(folder.toString()),
                                List.of(),
                                List.of(),
                                List.of(),
                                false,
                                false,
                                new Limits(9, 1000, 1000, Duration.ofSeconds(5))),
                        Set.of("pem"),
                        file -> true,
                        () -> clock.addAndGet(1_500_000_000L))
                .run();
        assertThat(late.notes()).containsExactly("The search ended after 5 seconds, the longest that it may take.");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path gone = folder.resolve("gone");
        refused(List.of(gone.toString()), "There is no folder " + gone + ".");
        refused(List.of("relative"), "The folder \"relative\" is not absolute.");
        refused(List.of(" "), "The discovery names no folder to look in.");
        refused(List.of(made.resolve("leaf.pem").toString()), made.resolve("leaf.pem") + " is not a folder.");
    }

    @Test
    void anInterruptedSearchEnds() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new PemStoreType().find(request())).isInstanceOf(InterruptedException.class);
    }

    @Test
    void starsAndQuestionMarksStandForTextAndNothingElseHasAMeaning() {
        assertThat(new Wildcards("*a*b").fit("xxaAyyb")).isTrue();
        assertThat(new Wildcards("*a*b").fit("xxayyc")).isFalse();
        assertThat(new Wildcards("a?c").fit("ABC")).isTrue();
        assertThat(new Wildcards("a?c").fit("ac")).isFalse();
        assertThat(new Wildcards("[a].*").fit("[a].pem")).isTrue();
        assertThat(new Wildcards("").fit("")).isTrue();
        assertThat(new Wildcards("*".repeat(50) + "b").fit("a".repeat(10_000))).isFalse();
    }

    private void refused(List<String> folders, String sentence) {
        assertThatThrownBy(() -> new PemStoreType().find(new DiscoveryRequest(folders)))
                .isInstanceOf(StoreException.class)
                .hasMessage(sentence);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }

    private DiscoveryRequest request() {
        return new DiscoveryRequest(List.of(folder.toString()));
    }

    private DiscoveryRequest with(
            List<String> ignored,
            List<String> extensions,
            List<String> patterns,
            boolean followLinks,
            boolean compatibility) {
        return new DiscoveryRequest(
                List.of(folder.toString()), ignored, extensions, patterns, followLinks, compatibility, Limits.USUAL);
    }

    private Discovered limited(Limits limits) throws Exception {
        return new PemStoreType()
                .find(new DiscoveryRequest(
                        List.of(folder.toString()), List.of(), List.of(), List.of(), false, false, limits));
    }

    private List<String> found(FileStoreType type, DiscoveryRequest request) throws Exception {
        Discovered discovered = type.find(request);
        return discovered.paths().stream()
                .map(path -> folder.relativize(Path.of(path)).toString())
                .toList();
    }
}
