package io.quartermaster.store.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.types.file.FileStoreType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The programs that people make stores with, and short words for what the tests do with these stores. */
public final class Tools {
    public static final String PASSWORD = "correct horse";

    private Tools() {}

    /** Runs {@code openssl} in a folder and gives its output; skips the test where there is none. */
    public static String openssl(Path folder, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "needs openssl: apt-get install openssl");
        return run(folder, "/usr/bin/openssl", arguments);
    }

    /** Runs the {@code keytool} of this JDK, in English. */
    public static String keytool(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addFirst("-J-Duser.language=en");
        return run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                all.toArray(String[]::new));
    }

    /** A self-signed certificate {@code <name>.pem} and its key {@code <name>.key}. */
    public static void certificate(Path folder, String name, String... keyArguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=" + name));
        all.addAll(List.of("-out", name + ".pem", "-keyout", name + ".key"));
        all.addAll(
                keyArguments.length > 0
                        ? List.of(keyArguments)
                        : List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        openssl(folder, all.toArray(String[]::new));
    }

    /** A key {@code <name>.key} and a certificate {@code <name>.pem} that {@code issuer} signed. */
    public static void issued(Path folder, String name, String issuer) throws IOException, InterruptedException {
        openssl(
                folder,
                "req",
                "-new",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-subj",
                "/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
        openssl(
                folder,
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                issuer + ".pem",
                "-CAkey",
                issuer + ".key",
                "-days",
                "30",
                "-CAcreateserial",
                "-out",
                name + ".pem");
    }

    /** SHA-1 thumbprint by openssl. */
    public static String thumbprint(Path folder, String file) throws IOException, InterruptedException {
        String line = openssl(folder, "x509", "-in", file, "-noout", "-fingerprint", "-sha1");
        return line.substring(line.indexOf('=') + 1).strip().replace(":", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** One file after the other, as {@code cat} does it. */
    public static Path joined(Path folder, String to, String... files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : files) {
            all.append(Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1));
        }
        return Files.writeString(folder.resolve(to), all, StandardCharsets.ISO_8859_1);
    }

    public static Inventory read(InventoryJob type, Path file, String password) throws StoreException {
        return type.read(new StoreLocation(file.toString()), new StoreSecrets(new StorePassword(password)));
    }

    /** Adds a certificate to a store, whatever is in it, and puts the store back as it was. */
    public static void addAndTakeBack(FileStoreType type, Path file, String password)
            throws IOException, StoreException {
        byte[] before = Files.readAllBytes(file);
        Addition addition = new Addition("added", seedCertificate(), List.of(), null, true);
        try (StoreChange change =
                type.add(new StoreLocation(file.toString()), new StoreSecrets(new StorePassword(password)), addition)) {
            change.rollBack();
        } finally {
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    private static EncodedCertificate seedCertificate() throws IOException {
        try (InputStream in =
                StoreParsersFuzzTest.class.getResourceAsStream("StoreParsersFuzzTestInputs/der/certificate.der")) {
            return new EncodedCertificate(Objects.requireNonNull(in).readAllBytes());
        }
    }

    /** Asserts the one sentence that a person gets to see. */
    public static void assertRefused(InventoryJob type, Path file, String password, String sentence) {
        assertThatThrownBy(() -> read(type, file, password))
                .isInstanceOf(StoreException.class)
                .hasMessage(sentence);
    }

    /** Asserts what holds for all messages of a store exception. */
    public static void assertIsASentence(String message) {
        assertThat(message)
                .endsWith(".")
                .doesNotContain("Exception", "null", "\n")
                .hasSizeLessThan(500);
    }

    /** {@code alias key=true [first thumbprint, issuer's thumbprint]} for each entry. */
    public static List<String> lines(Inventory inventory) {
        return inventory.entries().stream().map(Tools::line).toList();
    }

    private static String line(InventoryEntry entry) {
        return entry.alias() + " key=" + entry.privateKeyEntry() + " "
                + entry.certificates().stream().map(c -> c.thumbprint()).toList();
    }

    /** What the JDK reads from a PEM or DER file. */
    public static List<Certificate> certificates(byte[] file) throws CertificateException {
        return List.copyOf(
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(file)));
    }

    private static String run(Path folder, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("%s ended", command)
                .isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output;
    }
}
