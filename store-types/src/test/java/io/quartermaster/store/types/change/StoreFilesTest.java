package io.quartermaster.store.types.change;

import static io.quartermaster.store.types.Writing.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreProperties;
import io.quartermaster.store.types.FailingDisk;
import io.quartermaster.store.types.FailingDisk.How;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilesTest {
    @TempDir
    Path folder;

    @Test
    void aChangeIsThereAtOnceAndCommitMakesABackupForItsOwnerOnly() throws Exception {
        Path file = write("store", "old");
        try (StoreChange change = change(file, "new")) {
            assertThat(file).hasContent("new");
            change.commit();
        }
        assertThat(file).hasContent("new");
        assertThat(names(folder)).containsExactly(".store.qm-backup-1", "store");
        assertThat(folder.resolve(".store.qm-backup-1")).hasContent("old");
        assertThat(mode(folder.resolve(".store.qm-backup-1"))).isEqualTo("rw-------");
    }

    @Test
    void aChangeThatIsNotCommittedIsTakenBack() throws Exception {
        Path file = write("store", "old");
        try (StoreChange change = change(file, "new")) {
            assertThat(change.changed()).isTrue();
        }
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("store");
    }

    @Test
    void aFileThatWasNotThereIsGoneAgainWhenItsChangeIsTakenBack() throws Exception {
        Path file = folder.resolve("store");
        try (StoreChange change = change(file, "new")) {
            assertThat(file).hasContent("new");
            change.rollBack();
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void ofTheBackupsTheLatestAreKept() throws Exception {
        Path file = write("store", "0");
        for (int i = 1; i <= 6; i++) {
            commit(file, Integer.toString(i), Map.of("backups", "2"));
        }
        assertThat(names(folder)).containsExactly(".store.qm-backup-1", ".store.qm-backup-2", "store");
        assertThat(folder.resolve(".store.qm-backup-1")).hasContent("5");
        assertThat(folder.resolve(".store.qm-backup-2")).hasContent("4");
        commit(file, "7", Map.of("backups", "0"));
        assertThat(names(folder)).containsExactly("store");
    }

    @Test
    void modeAndOwnerStayAndANewFileWithASecretIsForItsOwnerOnly() throws Exception {
        Path file = write("store", "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        boolean root = Files.getOwner(folder).getName().equals("root");
        if (root) {
            Files.setAttribute(file, "unix:uid", 12345);
            Files.setAttribute(file, "unix:gid", 23456);
        }
        commit(file, "new", Map.of());
        assertThat(mode(file)).isEqualTo("rw-r-----");
        if (root) {
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(23456);
        }
        try (StoreChange change = change(file, "newer")) {
            assertThat(change.changed()).isTrue();
        }
        assertThat(file).hasContent("new");
        assertThat(mode(file)).isEqualTo("rw-r-----");
        commit(folder.resolve("made"), "secret", Map.of());
        assertThat(mode(folder.resolve("made"))).isEqualTo("rw-------");
    }

    @Test
    void aLinkStaysALinkAndItsTargetIsChanged() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("target"));
        Path target = inside.resolve("store");
        Files.writeString(target, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target", "store"));
        commit(link, "new", Map.of());
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
        assertThat(names(inside)).containsExactly(".store.qm-backup-1", "store");
        assertThat(names(folder)).containsExactly("link");
    }

    @Test
    void aLinkToNothingIsRefused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nothing"));
        refused(link, link + " is a link to a file that is not there.");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        refused(folder.resolve("a/b"), "There is no folder " + folder.resolve("a") + ".");
    }

    @Test
    void aStoreThatSomebodyElseChangedMeanwhileIsLeftAlone() throws Exception {
        Path file = write("store", "old");
        assertThatThrownBy(() -> files(file, Map.of()).change(former -> {
                    overwrite(file, "theirs");
                    return edited("new");
                }))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " was changed by somebody else meanwhile, so the agent left it alone.");
        assertThat(file).hasContent("theirs");
        assertThat(names(folder)).doesNotContain(".store.qm-new", ".store.qm-old", ".store.qm-journal");
    }

    @Test
    void aStoreThatVanishedMeanwhileIsNotMadeAnew() throws Exception {
        Path file = write("store", "old");
        assertThatThrownBy(() -> files(file, Map.of()).change(former -> {
                    delete(file);
                    return edited("new");
                }))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " was changed by somebody else meanwhile, so the agent left it alone.");
        assertThat(file).doesNotExist();
    }

    @Test
    void whatSomebodyElseWroteAfterTheChangeIsNotTakenBack() throws Exception {
        Path file = write("store", "old");
        StoreChange change = change(file, "new");
        overwrite(file, "theirs");
        assertThatThrownBy(change::rollBack)
                .isInstanceOf(StoreException.class)
                .hasMessage(file
                        + " was changed by somebody else meanwhile, so it was not put back; its former content is in "
                        + folder.resolve(".store.qm-backup-1") + ".");
        assertThat(file).hasContent("theirs");
        assertThat(folder.resolve(".store.qm-backup-1")).hasContent("old");
        assertThat(names(folder)).containsExactly(".store.qm-backup-1", "store");
    }

    @Test
    void whatDoesNotReadBackAsItShouldIsTakenBack() throws Exception {
        Path file = write("store", "old");
        assertThatThrownBy(() -> files(file, Map.of())
                        .change(former -> new Edited("", edited("new").files(), written -> {
                            throw new StoreException("The entry is missing.");
                        })))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        file + " was not changed, because what was written does not read back as it should: The entry"
                                + " is missing.");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("store");
    }

    @Test
    void twoJobsDoNotChangeAStoreAtTheSameTime() throws Exception {
        Path file = write("store", "old");
        try (StoreChange change = change(file, "new")) {
            refused(file, "Another job is changing " + file + " at the moment.");
            change.commit();
        }
        commit(file, "newer", Map.of());
    }

    /** Another process holds the lock as another agent would, by the lock of the system. */
    @Test
    void twoAgentsDoNotChangeAStoreAtTheSameTime() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "needs python3");
        Path file = write("store", "old");
        Process other = new ProcessBuilder(
                        python.toString(),
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',"
                                + " flush=True); sys.stdin.read()",
                        folder.resolve(".store.qm-lock").toString())
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            refused(file, "Another agent is changing " + file + " at the moment.");
        } finally {
            other.getOutputStream().close();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        commit(file, "new", Map.of());
        assertThat(names(folder)).containsExactly(".store.qm-backup-1", "store");
    }

    @Test
    void aJournalThatSomebodyPutThereDoesNotReachOtherFiles() throws Exception {
        Path victim = write("victim", "precious");
        Path file = write("store", "old");
        new Journal(
                        false,
                        3,
                        List.of(
                                new Journal.Written(file, Digest.of(file), Digest.of(file)),
                                new Journal.Written(victim, Digest.ABSENT, Digest.of(victim))))
                .write(Disk.REAL);
        String sentence = "The journal beside " + file + " names the file " + victim
                + ", which is not one of the store's files now: give the store back the properties that it had, or look"
                + " what lies beside both files and delete the journal.";
        refused(file, sentence);
        assertThatThrownBy(() -> files(file, Map.of()).recover()).hasMessage(sentence);
        assertThat(victim).hasContent("precious");
    }

    @Test
    void whatIsNoJournalIsNamed() throws Exception {
        Path file = write("store", "old");
        Path journal = write(".store.qm-journal", "something");
        refused(file, journal + " is not a journal of this agent: look what lies beside the store, then delete it.");
    }

    @Test
    void certificateAndKeyInOneFileAreNotAPair() throws Exception {
        Path file = write("store", "old");
        assertThatThrownBy(() -> StoreFiles.of(Disk.REAL, new StoreLocation(file.toString()), List.of(file, file)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("are both to be in " + file);
    }

    @Test
    void anInterruptIsHeededAfterTheChangeAndNotWithinIt() throws Exception {
        Path file = write("store", "old");
        Thread.currentThread().interrupt();
        commit(file, "new", Map.of());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("new");
    }

    /** On a file system of 64 KiB that is really full; what the seam of {@link FailingDisk} stands for elsewhere. */
    @Test
    void aDiskThatIsReallyFullIsNamedAndTheStoreStaysAsItWas() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "none", small.toString()) == 0,
                "needs root and the right to mount; without it only KilledChangeTest fills the disk");
        try {
            Path file = Files.writeString(small.resolve("store"), "old".repeat(10_000));
            assertThatThrownBy(() -> change(file, "new".repeat(10_000)))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(file + " was not changed, because the disk is full.");
            assertThat(file).hasContent("old".repeat(10_000));
            assertThat(names(small)).containsExactly("store");
        } finally {
            assertThat(run("umount", small.toString())).isZero();
        }
    }

    @Test
    void aCommitThatCannotBeRecordedLeadsBackToTheOldStore() throws Exception {
        Path file = write("store", "old");
        FailingDisk counting = FailingDisk.counting();
        Path copy =
                Files.writeString(Files.createDirectory(folder.resolve("copy")).resolve("store"), "old");
        StoreChange counted = StoreFiles.of(counting, new StoreLocation(copy.toString()), List.of(copy))
                .change(former -> edited("new"));
        FailingDisk full = new FailingDisk(How.FULL, counting.steps().size());
        counted.rollBack();
        assertThatThrownBy(() -> {
                    try (StoreChange change = StoreFiles.of(full, new StoreLocation(file.toString()), List.of(file))
                            .change(former -> edited("new"))) {
                        change.commit();
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " was not changed for good, because the disk is full.");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("store");
    }

    private StoreFiles files(Path file, Map<String, String> properties) throws StoreException {
        return StoreFiles.of(
                Disk.REAL, new StoreLocation(file.toString(), new StoreProperties(properties)), List.of(file));
    }

    private StoreChange change(Path file, String content) throws StoreException {
        return files(file, Map.of()).change(former -> edited(content));
    }

    private void commit(Path file, String content, Map<String, String> properties) throws StoreException {
        try (StoreChange change = files(file, properties).change(former -> edited(content))) {
            change.commit();
        }
    }

    private static Edited edited(String content) {
        return new Edited(
                "", List.of(new Edited.Next(0, content.getBytes(StandardCharsets.UTF_8), true)), written -> {});
    }

    private void refused(Path file, String sentence) {
        assertThatThrownBy(() -> change(file, "new"))
                .isInstanceOf(StoreException.class)
                .hasMessage(sentence);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void overwrite(Path file, String content) throws StoreException {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new StoreException("The test could not write.", e);
        }
    }

    private static void delete(Path file) throws StoreException {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new StoreException("The test could not delete.", e);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
