package io.quartermaster.store.types;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.der.DerStoreType;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.jks.JksStoreType;
import io.quartermaster.store.types.pem.PemStoreType;
import io.quartermaster.store.types.pkcs12.Pkcs12StoreType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whatever is in a file, a reader gives an inventory or one sentence, and what can be read can be changed, or a sentence
 * says why not; any other exception is a finding. Runs its seeds here, and searches with {@code JAZZER_FUZZ=1}.
 */
class StoreParsersFuzzTest {
    @FuzzTest
    void pem(byte[] content) throws IOException {
        readAsAFile(new PemStoreType(), content, "pw");
    }

    @FuzzTest
    void der(byte[] content) throws IOException {
        readAsAFile(new DerStoreType(), content, "pw");
    }

    @FuzzTest
    void javaKeystore(byte[] content) throws IOException {
        readAsAFile(new JksStoreType(), content, "password");
    }

    @FuzzTest
    void pkcs12(byte[] content) throws IOException {
        readAsAFile(new Pkcs12StoreType(), content, "pw");
    }

    private static void readAsAFile(FileStoreType type, byte[] content, String password) throws IOException {
        Path file = Files.createTempFile("fuzz", ".store");
        try {
            Files.write(file, content);
            Tools.read(type, file, password);
            Tools.addAndTakeBack(type, file, password);
        } catch (StoreException e) {
            Tools.assertIsASentence(e.getMessage());
        } finally {
            Files.delete(file);
        }
    }
}
