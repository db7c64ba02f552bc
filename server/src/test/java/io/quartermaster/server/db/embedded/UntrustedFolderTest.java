package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the account of PostgreSQL could place in its folder, for a server that runs as root. */
class UntrustedFolderTest {
    @TempDir
    private Path temporary = Path.of(".");

    private Path outside() {
        return temporary.resolve("outside");
    }

    private Path precious() {
        return outside().resolve("precious.log");
    }

    private Path folder() {
        return temporary.resolve("folder");
    }

    private Cluster cluster() {
        return new Cluster(folder(), new DatabaseAccount(Optional.empty()));
    }

    @BeforeEach
    void place() throws IOException {
        Files.createDirectories(outside());
        Files.createDirectories(cluster().data());
        Files.writeString(precious(), "4711\nFATAL: precious\n");
        Files.writeString(cluster().startLog(), "ERROR: at the start\n");
        cluster().startLog().toFile().setLastModified(0);
    }

    @Test
    void theProcessFileIsNotReadThroughALink() throws Exception {
        Files.createSymbolicLink(cluster().data().resolve("postmaster.pid"), precious());
        assertThat(PostmasterFile.in(cluster().data()))
                .hasValueSatisfying(file -> assertThat(file.pid()).isZero());
        Files.delete(cluster().data().resolve("postmaster.pid"));
        assertThat(PostmasterFile.in(cluster().data())).isEmpty();
        Files.writeString(cluster().data().resolve("postmaster.pid"), "12\n");
        assertThat(PostmasterFile.in(cluster().data()))
                .hasValueSatisfying(file -> assertThat(file.pid()).isEqualTo(12));
    }

    @Test
    void theLogIsReadThroughNoLinkNeitherOfTheFileNorOfItsFolder() throws Exception {
        Path log = cluster().data().resolve("log");
        Files.createSymbolicLink(log, outside());
        assertThat(PostgresLog.ofLastStart(cluster(), withoutWaiting -> {})).isEqualTo("ERROR: at the start\n");
        Files.delete(log);
        Files.createDirectory(log);
        Files.createSymbolicLink(log.resolve("postgresql-Mon.log"), precious());
        assertThat(PostgresLog.ofLastStart(cluster(), withoutWaiting -> {})).isEqualTo("ERROR: at the start\n");
        Files.writeString(log.resolve("postgresql-Tue.log"), "LOG: starting PostgreSQL 18\nFATAL: its own\n");
        assertThat(PostgresLog.ofLastStart(cluster(), withoutWaiting -> {}))
                .isEqualTo("ERROR: at the start\nstarting PostgreSQL 18\nFATAL: its own\n");
    }

    @Test
    void theVersionIsNotReadThroughALink() throws Exception {
        Files.createSymbolicLink(cluster().data().resolve("PG_VERSION"), precious());
        assertThat(new UntrustedFolder(cluster().data()).tail("PG_VERSION", 16)).isEmpty();
        assertThat(new UntrustedFolder(outside()).tail("precious.log", 9)).hasValue("precious\n");
    }

    @Test
    void whatLinksNameIsNotDeletedAlsoWhenAFolderIsChangedForALinkMeanwhile() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Path swapped = folder().resolve("tree/deep");
        Path aside = folder().resolve("aside");
        // As fast as it can, what is a folder becomes a link to another place, and a folder again.
        CompletableFuture<Void> attacker = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                try {
                    Files.move(swapped, aside);
                    Files.createSymbolicLink(swapped, outside());
                    Files.delete(swapped);
                    Files.move(aside, swapped);
                } catch (IOException e) {
                    // It was deleted by the other, who makes it anew.
                }
            }
        });
        try {
            for (int round = 0; round < 300; round++) {
                try {
                    new UntrustedFolder(folder()).deleteTree("aside");
                    Files.createDirectories(swapped);
                    Files.writeString(swapped.resolve("precious.log"), "not precious");
                    new UntrustedFolder(folder()).deleteTree("tree");
                } catch (IOException e) {
                    // The attacker was in the way: a deletion may fail, and must not go astray.
                }
                assertThat(precious()).as("round " + round).exists();
            }
        } finally {
            done.set(true);
            attacker.join();
        }
    }
}
