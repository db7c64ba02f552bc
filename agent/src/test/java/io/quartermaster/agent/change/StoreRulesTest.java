package io.quartermaster.agent.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRulesTest {
    @TempDir
    private Path root;

    private Path open;
    private Path elsewhere;

    @BeforeEach
    void folders() throws IOException {
        open = Files.createDirectory(root.resolve("open"));
        elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    }

    @Test
    void withoutRulesNothingIsOpenAndTheSentenceSaysWhatToDo() {
        refused(StoreRules.CLOSED, open.resolve("a.pem"), "--store-rules");
    }

    @Test
    void filesBelowAnOpenFolderMayBeWrittenAlsoThoseThatAreNotThereYet() throws IOException {
        Path below = Files.createDirectories(open.resolve("a/b"));
        allowed(rules(false), open.resolve("new.pem"));
        allowed(rules(false), Files.writeString(below.resolve("old.pem"), "x"));
    }

    @Test
    void filesElsewhereMayNot() {
        refused(rules(false), elsewhere.resolve("a.pem"), "in none of the folders");
        refused(rules(false), open.resolve("../elsewhere/a.pem"), "in none of the folders");
        refused(rules(false), root.resolve("open-too.pem"), "in none of the folders");
        refused(rules(false), open.resolve(".."), "is not the path of a file");
        refused(rules(false), open.resolve("no/such/folder.pem"), "There is no");
    }

    @Test
    void aLinkIsRefusedUnlessLinksAreFollowedAndThenItsTargetCounts() throws IOException {
        Path inside =
                Files.createSymbolicLink(open.resolve("in.pem"), Files.writeString(open.resolve("real.pem"), "x"));
        Path outside = Files.createSymbolicLink(
                open.resolve("out.pem"), Files.writeString(elsewhere.resolve("real.pem"), "x"));
        refused(rules(false), inside, "is a symbolic link");
        allowed(rules(true), inside);
        refused(rules(true), outside, "in none of the folders");
    }

    @Test
    void aFolderThatLeadsOutOfTheOpenOneIsNotOpen() throws IOException {
        Path way = Files.createSymbolicLink(open.resolve("way"), elsewhere);
        refused(rules(false), way.resolve("a.pem"), "in none of the folders");
        refused(rules(true), way.resolve("a.pem"), "in none of the folders");
    }

    @Test
    void anOpenFolderMayBeNamedThroughALink() throws IOException {
        Path name = Files.createSymbolicLink(root.resolve("name"), open);
        StoreRules rules = new StoreRules(List.of(name), false, 3, Map.of(), List.of());
        allowed(rules, open.resolve("a.pem"));
        allowed(rules, name.resolve("a.pem"));
    }

    @Test
    void whatIsTheAgentsOwnIsClosedWhateverIsOpen() throws IOException {
        Path state = Files.createDirectory(open.resolve("state"));
        Path password = Files.writeString(open.resolve("agent.password"), "x");
        StoreRules rules = rules(true).closing(List.of(state)).closing(List.of(password));
        refused(rules, state.resolve("agent.json"), "belongs to the agent itself");
        refused(rules, password, "belongs to the agent itself");
        refused(rules, Files.createSymbolicLink(open.resolve("link"), password), "belongs to the agent itself");
        allowed(rules, open.resolve("a.pem"));
    }

    @Test
    void aReloadIsFoundByThePathOfItsStore() {
        ReloadCommand command = new ReloadCommand(List.of("/bin/true"), Duration.ofSeconds(1));
        StoreRules rules = new StoreRules(List.of(open), false, 3, Map.of(open.resolve("a.pem"), command), List.of());
        assertThat(rules.reloadOf(open.resolve("x/../a.pem"))).contains(command);
        assertThat(rules.reloadOf(open.resolve("b.pem"))).isEmpty();
    }

    private StoreRules rules(boolean followLinks) {
        return new StoreRules(List.of(open), followLinks, 3, Map.of(), List.of());
    }

    private static void allowed(StoreRules rules, Path file) {
        assertThatCode(() -> rules.check(file)).doesNotThrowAnyException();
    }

    private static void refused(StoreRules rules, Path file, String part) {
        assertThatThrownBy(() -> rules.check(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(part);
    }
}
