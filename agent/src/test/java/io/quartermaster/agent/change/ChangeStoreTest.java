package io.quartermaster.agent.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.fake.Scripts;
import io.quartermaster.agent.fake.SteppedAgent;
import io.quartermaster.agent.fake.StoreJobs;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.sim.SimulatedStores;
import io.quartermaster.agent.state.PendingChange;
import io.quartermaster.store.spi.CreateJob;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way of a change: rules, recovery, reload, and what stays when one of them fails. */
@Timeout(60)
class ChangeStoreTest {
    private final Path folder;
    private final Path path;
    private final StoreJobs jobs;
    private final SimulatedStores stores = new SimulatedStores("PEM");
    private final List<SteppedAgent> agents = new ArrayList<>();

    ChangeStoreTest(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("store");
        this.jobs = new StoreJobs(path, "");
    }

    @AfterEach
    void close() throws IOException {
        for (SteppedAgent agent : agents) {
            agent.close();
        }
    }

    @Test
    void withoutRulesNothingIsChanged() throws IOException {
        SteppedAgent agent = agent(StoreRules.CLOSED, stores);
        assertThat(run(agent, jobs.create()))
                .startsWith("4 This agent may not change stores")
                .contains("--store-rules");
        assertThat(stores.content(path.toString())).isNull();
    }

    @Test
    void aFurtherFileOfTheStoreMustBeInAnOpenFolderToo() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path open = Files.createDirectory(folder.resolve("open"));
        StoreRules rules = new StoreRules(List.of(open), false, 3, Map.of(), List.of());
        StoreJobs store = new StoreJobs(
                open.resolve("a.pem").toString(), "", "{\"privateKeyPath\": \"" + elsewhere.resolve("a.key") + "\"}");
        assertThat(run(agent(rules, stores), store.create()))
                .isEqualTo("4 This agent may not write " + elsewhere.resolve("a.key")
                        + ": it is in none of the folders of its store rules.");
    }

    @Test
    void aChangeIsFollowedByTheReloadOfItsStoreAndNoChangeByNone() throws IOException {
        Path runs = folder.resolve("runs");
        SteppedAgent agent = agent(reloading("echo run >> " + runs), stores);
        assertThat(run(agent, jobs.create())).isEqualTo("2 The store was made. The reload command was run.");
        assertThat(run(agent, jobs.create())).isEqualTo("2 The store is there already; nothing was changed.");
        assertThat(runs).hasContent("run\n");
    }

    @Test
    void whenTheReloadFailsTheStoreIsPutBackAndTheCommandRunAgain() throws IOException {
        Path runs = folder.resolve("runs");
        SteppedAgent agent = agent(
                reloading("if [ -e " + runs + " ]; then echo again >> " + runs + "; exit 0; fi; echo first > " + runs
                        + "; echo no such directive; exit 1"),
                stores);
        assertThat(run(agent, jobs.create()))
                .isEqualTo(
                        "4 The reload command /bin/sh ended with 1, saying: no such directive. The store was put back"
                                + " as it was, and the command run again: it ended well.");
        assertThat(runs).hasContent("first\nagain\n");
        assertThat(stores.content(path.toString())).isNull();
        assertThat(agent.state.pendingChanges()).isEmpty();
    }

    @Test
    void whenTheReloadFailsAgainTheMessageSaysSo() throws IOException {
        SteppedAgent agent = agent(reloading("exit 7"), stores);
        assertThat(run(agent, jobs.create()))
                .isEqualTo(
                        "4 The reload command /bin/sh ended with 7. The store was put back as it was, and the command"
                                + " run again: it failed as well. The reload command /bin/sh ended with 7.");
    }

    @Test
    void aReloadThatTakesTooLongIsAFailureToo() throws IOException {
        ReloadCommand slow = Scripts.script(folder, "slow.sh", "exec sleep 300", Duration.ofSeconds(1));
        SteppedAgent agent = agent(
                new StoreRules(List.of(folder), false, 3, Map.of(path, slow), List.of(folder.resolve("state"))),
                stores);
        assertThat(run(agent, jobs.create())).startsWith("4 The reload command /bin/sh did not end within 1 s");
        assertThat(stores.content(path.toString())).isNull();
    }

    @Test
    void aStateFolderThatCannotRememberTheChangeKeepsItFromBeingMade() throws IOException {
        SteppedAgent agent = agent(StoreRules.everywhere(), stores);
        Files.delete(folder.resolve("state/changes"));
        Files.writeString(folder.resolve("state/changes"), "in the way");
        assertThat(run(agent, jobs.create())).startsWith("4 The agent's state folder cannot be written");
        assertThat(stores.content(path.toString())).isNull();
    }

    /** A type that notes what it is asked, and dies in the middle of a change as often as it is told to. */
    private static final class Dying implements StoreType, InventoryJob, CreateJob {
        final List<String> asked = new ArrayList<>();
        boolean dies = true;
        boolean recovers = true;

        @Override
        public String shortName() {
            return "PEM";
        }

        @Override
        public Optional<String> recover(StoreLocation location) throws StoreException {
            asked.add("recover " + location.properties().text("privateKeyPath").orElse("-"));
            if (!recovers) {
                throw new StoreException("The disk is not there.");
            }
            return Optional.of("An earlier change was taken back.");
        }

        @Override
        public StoreChange create(StoreLocation location, StoreSecrets secrets) throws StoreException {
            asked.add("create, " + location.properties().number("Backups", -1, 0, 99) + " backups");
            if (dies) {
                throw new IllegalStateException("dies");
            }
            throw new StoreException("Not now.");
        }

        @Override
        public Inventory read(StoreLocation location, StoreSecrets secrets) {
            asked.add("read");
            return new Inventory(List.of());
        }
    }

    @Test
    void aChangeThatDiedIsEndedAtTheStart() throws IOException {
        Dying dying = new Dying();
        SteppedAgent agent = agent(new StoreRules(List.of(folder), false, 5, Map.of(), List.of()), dying);
        StoreJobs store = new StoreJobs(
                path.toString(),
                "",
                "{\"privateKeyPath\": \"" + folder.resolve("a.key") + "\", \"Password\": \"hunter2\"}");
        assertThat(run(agent, store.create())).startsWith("4 The job failed unexpectedly");
        assertThat(agent.state.pendingChanges())
                .singleElement()
                .satisfies(change -> assertThat(change.properties()).doesNotContainKey("Password"));
        agent.restart();
        assertThat(dying.asked).containsExactly("create, 5 backups", "recover " + folder.resolve("a.key"));
        assertThat(agent.log.lines).contains("An earlier change was taken back.");
        assertThat(agent.state.pendingChanges()).isEmpty();
        agent.restart();
        assertThat(dying.asked).hasSize(2);
    }

    @Test
    void whatCannotBeEndedAtTheStartIsEndedBeforeTheNextJobOrTheJobFails() throws IOException {
        Dying dying = new Dying();
        SteppedAgent agent = agent(StoreRules.everywhere(), dying);
        run(agent, jobs.create());
        dying.recovers = false;
        agent.restart();
        assertThat(agent.log.lines)
                .contains("The interrupted change of " + path + " cannot be ended now: The disk is not there.");
        CompleteRequest inventory =
                agent.run(agent.server.addInventory(BuiltInJobType.PEM_INVENTORY, path.toString(), ""));
        assertThat(inventory.status() + " " + inventory.message()).isEqualTo("4 The disk is not there.");
        assertThat(dying.asked).doesNotContain("read");
        dying.recovers = true;
        assertThat(agent.run(agent.server.addInventory(BuiltInJobType.PEM_INVENTORY, path.toString(), ""))
                        .status())
                .isEqualTo(2);
        assertThat(agent.state.pendingChanges()).isEmpty();
    }

    @Test
    void otherStoresAreNotHeldUpByOne() throws IOException {
        Dying dying = new Dying();
        SteppedAgent agent = agent(StoreRules.everywhere(), dying);
        run(agent, jobs.create());
        dying.recovers = false;
        assertThat(agent.run(agent.server.addInventory(
                                BuiltInJobType.PEM_INVENTORY,
                                folder.resolve("other").toString(),
                                ""))
                        .status())
                .isEqualTo(2);
    }

    @Test
    void aChangeWhoseTypeIsNotLoadedIsKept() throws IOException {
        SteppedAgent agent = agent(StoreRules.everywhere(), stores);
        PendingChange change = new PendingChange("Vault", path.toString(), Map.of());
        agent.state.rememberChange(change);
        agent.restart();
        assertThat(agent.state.pendingChanges()).containsExactly(change);
        assertThat(run(agent, jobs.create()))
                .isEqualTo("4 A change of " + path
                        + " was interrupted, and the store type Vault, which could end it, is not loaded now.");
    }

    private SteppedAgent agent(StoreRules rules, StoreType type) throws IOException {
        SteppedAgent agent = new SteppedAgent(folder.resolve("state"), rules, List.of(type));
        agents.add(agent);
        return agent;
    }

    private StoreRules reloading(String script) throws IOException {
        return new StoreRules(List.of(folder), false, 3, Map.of(path, Scripts.script(folder, script)), List.of());
    }

    private static String run(SteppedAgent agent, ManagementJobDetails job) {
        CompleteRequest end = agent.run(agent.server.addManagement(BuiltInJobType.PEM_MANAGEMENT, job));
        return end.status() + " " + end.message();
    }
}
