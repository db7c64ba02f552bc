package io.quartermaster.store.types.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.Removal;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.FailingDisk;
import io.quartermaster.store.types.FailingDisk.How;
import io.quartermaster.store.types.FailingDisk.Killed;
import io.quartermaster.store.types.Material;
import io.quartermaster.store.types.Tools;
import io.quartermaster.store.types.Writing;
import io.quartermaster.store.types.der.DerStoreType;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.jks.JksStoreType;
import io.quartermaster.store.types.pem.PemStoreType;
import io.quartermaster.store.types.pkcs12.Pkcs12StoreType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a process that ends anywhere in a change leaves, after the next recovery, the old store or the new one, whole,
 * and no other file than backups. Method: the disk stops at one step, as if the process had been killed there; the step,
 * the store, and whether the recovery is killed as well, come from a seed. A second test does the same with a full disk.
 */
class KilledChangeTest {
    @TempDir
    static Path made;

    private static Material first;
    private static Material second;
    private static Material third;

    @TempDir
    Path folder;

    @BeforeAll
    static void material() throws Exception {
        first = Material.issued(made, "first");
        second = Material.issued(made, "second");
        third = Material.issued(made, "third");
    }

    /** A kind of store, and the one key in it that is replaced or removed. */
    @SuppressWarnings("ImmutableEnumChecker") // a constructor is as good as immutable
    enum Kind {
        PEM_PAIR(PemStoreType::new, "store.pem", "", true),
        PEM_ENCRYPTED(PemStoreType::new, "store.pem", Tools.PASSWORD, false),
        DER_PAIR(DerStoreType::new, "store.der", "", true),
        PKCS12(Pkcs12StoreType::new, "store.p12", Tools.PASSWORD, false),
        JKS(JksStoreType::new, "store.jks", Tools.PASSWORD, false);

        private final Function<Disk, FileStoreType> type;
        private final String file;
        private final String password;
        private final boolean separateKey;

        Kind(Function<Disk, FileStoreType> type, String file, String password, boolean separateKey) {
            this.type = type;
            this.file = file;
            this.password = password;
            this.separateKey = separateKey;
        }

        Writing in(Path folder, Disk disk) {
            Map<String, String> properties = this == JKS
                    ? Map.of("Format", "JKS", "Backups", "1")
                    : separateKey
                            ? Map.of(
                                    "privateKeyPath",
                                    folder.resolve("store.key").toString(),
                                    "Backups",
                                    "1")
                            : Map.of("Backups", "1");
            return new Writing(type.apply(disk), folder.resolve(file), password, properties);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAKillAndARecoveryTheStoreIsTheOldOneOrTheNewOne(int seed) throws Exception {
        Random random = new Random(seed);
        Kind kind = Kind.values()[seed % Kind.values().length];
        boolean remove = random.nextInt(4) == 0;
        Path there = Files.createDirectory(folder.resolve("store"));
        Writing store = kind.in(there, Disk.REAL).add(first.creating("one", null));
        List<String> before = store.lines();

        FailingDisk counting = FailingDisk.counting();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        kind.in(copy, Disk.REAL).add(first.creating("one", null));
        change(kind, copy, counting, remove);
        List<String> after = kind.in(copy, Disk.REAL).lines();

        int step = random.nextInt(counting.steps().size());
        String what = "seed " + seed + ", " + kind + ", killed before: "
                + counting.steps().get(step);
        try {
            change(kind, there, new FailingDisk(How.KILL, step), remove);
        } catch (Killed e) {
            // As intended.
        }
        if (random.nextBoolean()) {
            try {
                recover(kind, there, new FailingDisk(How.KILL, random.nextInt(12)));
            } catch (Killed e) {
                what += ", and in the recovery";
            }
        }
        recover(kind, there, Disk.REAL);

        assertThat(store.lines()).as(what).isIn(before, after);
        assertThat(Writing.names(there)).as(what).allMatch(name -> isExpected(name));
        assertThat(recover(kind, there, Disk.REAL)).as(what).isFalse();
        // And it is as good as any for the next change.
        store.add(third.withKey("two", true));
    }

    private static boolean isExpected(String name) {
        return name.matches("store\\.[a-z0-9]+|\\.store\\.[a-z0-9]+\\.qm-backup-1");
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskLeavesTheStoreAsItWasAndSaysSo(Kind kind) throws Exception {
        FailingDisk counting = FailingDisk.counting();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        kind.in(copy, Disk.REAL).add(first.creating("one", null));
        change(kind, copy, counting, false);

        Path there = Files.createDirectory(folder.resolve("store"));
        kind.in(there, Disk.REAL).add(first.creating("one", null));
        Map<String, String> before = Writing.contents(there);
        List<String> sentences = new ArrayList<>();
        for (int step = 0; step < counting.steps().size(); step++) {
            try {
                change(kind, there, new FailingDisk(How.FULL, step), false);
                break;
            } catch (StoreException e) {
                sentences.add(e.getMessage());
                recover(kind, there, Disk.REAL);
                assertThat(Writing.contents(there))
                        .as(counting.steps().get(step))
                        .isEqualTo(before);
            }
        }
        assertThat(sentences)
                .hasSizeGreaterThan(5)
                .allMatch(sentence -> sentence.contains("because the disk is full."))
                .allMatch(
                        sentence -> sentence.startsWith(there.resolve(kind.file).toString()));
    }

    private void change(Kind kind, Path folder, Disk disk, boolean remove) throws StoreException {
        Writing store = kind.in(folder, disk);
        FileStoreType type = kind.type.apply(disk);
        Inventory inventory = store.inventory();
        Addition addition = second.withKey("one", true);
        try (StoreChange change = remove
                ? type.remove(
                        store.location(),
                        store.secrets(),
                        new Removal(inventory.entries().getFirst().alias()))
                : type.add(store.location(), store.secrets(), addition)) {
            change.commit();
        }
    }

    private static boolean recover(Kind kind, Path folder, Disk disk) throws StoreException {
        Writing store = kind.in(folder, disk);
        return kind.type.apply(disk).recover(store.location()).isPresent();
    }
}
