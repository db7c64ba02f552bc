package io.quartermaster.store.types.pkcs12;

import static io.quartermaster.store.types.Tools.PASSWORD;
import static io.quartermaster.store.types.Tools.certificate;
import static io.quartermaster.store.types.Tools.certificates;
import static io.quartermaster.store.types.Tools.issued;
import static io.quartermaster.store.types.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.types.Tools;
import io.quartermaster.store.types.file.Entry;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: for any store that Java writes, this reader reports the entries that Java reports. Method: from a seed, a store
 * of keys with chains of one to three and of trusted certificates, written by the JDK's own PKCS#12 key store and read by
 * both.
 */
class KeytoolAgreementTest {
    @TempDir
    static Path folder;

    private static final Map<String, PrivateKey> KEYS = new HashMap<>();
    private static final Map<String, Certificate> CERTIFICATES = new HashMap<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificate(folder, "root");
        issued(folder, "issuing", "root");
        issued(folder, "leaf", "issuing");
        for (String name : List.of("root", "issuing", "leaf")) {
            openssl(
                    folder,
                    "pkcs12",
                    "-export",
                    "-inkey",
                    name + ".key",
                    "-in",
                    name + ".pem",
                    "-name",
                    name,
                    "-out",
                    name + ".p12",
                    "-passout",
                    "pass:" + PASSWORD);
            KeyStore one = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
            KEYS.put(name, (PrivateKey) one.getKey(name, PASSWORD.toCharArray()));
            CERTIFICATES.put(
                    name,
                    certificates(Files.readAllBytes(folder.resolve(name + ".pem")))
                            .getFirst());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatJavaWritesIsReportedAsJavaReportsIt(long seed) throws Exception {
        Path file = folder.resolve(seed + ".p12");
        write(file, new Random(seed));
        KeyStore java = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        List<InventoryEntry> expected = new ArrayList<>();
        for (String alias : Collections.list(java.aliases())) {
            boolean key = java.isKeyEntry(alias);
            Certificate[] chain =
                    key ? java.getCertificateChain(alias) : new Certificate[] {java.getCertificate(alias)};
            List<EncodedCertificate> encoded = new ArrayList<>();
            for (Certificate certificate : chain) {
                encoded.add(new EncodedCertificate(certificate.getEncoded()));
            }
            expected.add(Entry.of(alias, encoded, key));
        }
        assertThat(Tools.read(new Pkcs12StoreType(), file, PASSWORD).entries())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void write(Path file, Random random) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int entries = random.nextInt(8);
        for (int i = 0; i < entries; i++) {
            String alias = (random.nextBoolean() ? "Entry " : "\u00e9ntr\u00e9e-") + i;
            switch (random.nextInt(4)) {
                case 0 ->
                    store.setCertificateEntry(
                            alias,
                            CERTIFICATES.get(List.of("root", "issuing", "leaf").get(random.nextInt(3))));
                case 1 -> setKey(store, alias, "root");
                case 2 -> setKey(store, alias, "issuing", "root");
                default -> setKey(store, alias, "leaf", "issuing", "root");
            }
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static void setKey(KeyStore store, String alias, String... chain) throws Exception {
        Certificate[] certificates = Arrays.stream(chain)
                .map(name -> Objects.requireNonNull(CERTIFICATES.get(name)))
                .toArray(Certificate[]::new);
        store.setKeyEntry(alias, KEYS.get(chain[0]), PASSWORD.toCharArray(), certificates);
    }
}
