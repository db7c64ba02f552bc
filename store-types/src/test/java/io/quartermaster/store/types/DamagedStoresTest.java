package io.quartermaster.store.types;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.der.DerStoreType;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.jks.JksStoreType;
import io.quartermaster.store.types.pem.PemStoreType;
import io.quartermaster.store.types.pkcs12.Pkcs12StoreType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a damaged store is an inventory or one sentence, and what can be read can be changed or not with a sentence;
 * never another exception and never an endless run. Method: from a
 * seed, bytes of a good store are changed, cut off or repeated, a few hundred times.
 */
class DamagedStoresTest {
    private static final int DAMAGES = 300;

    /** Of the damaged stores every so-manieth is changed as well: that takes a disk much longer than reading. */
    private static final int CHANGED_EVERY = 10;

    @TempDir
    Path folder;

    record Store(FileStoreType type, String seedFile, String password) {
        @Override
        public String toString() {
            return seedFile;
        }
    }

    static Stream<Store> stores() {
        return Stream.of(
                new Store(new PemStoreType(), "pem/plain.pem", ""),
                new Store(new PemStoreType(), "pem/encrypted.pem", "pw"),
                new Store(new PemStoreType(), "pem/trusted.pem", ""),
                new Store(new DerStoreType(), "der/certificate.der", ""),
                new Store(new JksStoreType(), "javaKeystore/seed.JKS", ""),
                new Store(new JksStoreType(), "javaKeystore/seed.JKS", "password"),
                new Store(new JksStoreType(), "javaKeystore/seed.JCEKS", "password"),
                new Store(new Pkcs12StoreType(), "pkcs12/modern.p12", "pw"),
                new Store(new Pkcs12StoreType(), "pkcs12/legacy.p12", "pw"),
                new Store(new Pkcs12StoreType(), "pkcs12/open.p12", ""));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aDamagedStoreIsAnInventoryOrASentence(Store store) throws IOException {
        byte[] good = seed(store.seedFile());
        Path file = folder.resolve("damaged");
        for (long seed = 0; seed < DAMAGES; seed++) {
            Files.write(file, damaged(good, new Random(seed)));
            try {
                Tools.read(store.type(), file, store.password());
                if (seed % CHANGED_EVERY == 0) {
                    Tools.addAndTakeBack(store.type(), file, store.password());
                }
            } catch (StoreException e) {
                Tools.assertIsASentence(e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", " + store, e);
            }
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = List.of((byte) random.nextInt(), (byte) 0, (byte) 0xFF, (byte) 0x80)
                    .get(random.nextInt(4));
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(2 * bytes.length) : bytes.length;
        byte[] cut = Arrays.copyOf(bytes, length);
        if (length > bytes.length) {
            System.arraycopy(bytes, 0, cut, bytes.length, length - bytes.length);
        }
        return cut;
    }

    private static byte[] seed(String name) throws IOException {
        try (InputStream in = StoreParsersFuzzTest.class.getResourceAsStream("StoreParsersFuzzTestInputs/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
