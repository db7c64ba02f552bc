package io.quartermaster.cli.demo;

import io.quartermaster.cli.Secret;
import io.quartermaster.cli.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The certificate stores that every machine with a JDK has, and a small one with a private key, made by keytool. */
final class FindStores {
    private static final Path CA_BUNDLE = Path.of("/etc/ssl/certs/ca-certificates.crt");
    private static final Secret JDK_PASSWORD = new Secret("changeit");
    private static final byte[] JKS_BEGINS = {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED};

    private final Programs programs;
    private final DemoFolder folder;
    private final RandomGenerator random;

    FindStores(Programs programs, DemoFolder folder, RandomGenerator random) {
        this.programs = programs;
        this.folder = folder;
        this.random = random;
    }

    /** At least two: a machine without a CA bundle is a machine without the first. */
    List<RealStore> run() throws InterruptedException {
        List<RealStore> stores = new ArrayList<>();
        try {
            if (Files.isReadable(CA_BUNDLE)) {
                stores.add(new RealStore(
                        "the machine's CA bundle", CA_BUNDLE.toRealPath(), RealStore.Type.PEM, Optional.empty()));
            }
            Path cacerts = programs.jdk()
                    .resolve("lib")
                    .resolve("security")
                    .resolve("cacerts")
                    .toRealPath();
            stores.add(new RealStore("the JDK's CAs", cacerts, format(cacerts), Optional.of(JDK_PASSWORD)));
            stores.add(made());
            return stores;
        } catch (IOException e) {
            throw new DemoFailure("A certificate store cannot be read or made: " + e.getMessage(), e);
        }
    }

    /** JDKs have had it as JKS and as PKCS#12. */
    private static RealStore.Type format(Path keystore) throws IOException {
        try (InputStream in = Files.newInputStream(keystore)) {
            return Arrays.equals(in.readNBytes(JKS_BEGINS.length), JKS_BEGINS)
                    ? RealStore.Type.JKS
                    : RealStore.Type.PKCS12;
        }
    }

    private RealStore made() throws IOException, InterruptedException {
        Path path = folder.stores().resolve("demo.p12");
        Secret password = Secret.random(random);
        Tool.Outcome outcome = Tool.run(
                List.of(
                        programs.keytool().toString(),
                        "-genkeypair",
                        "-alias",
                        "demo",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=demo.example.com",
                        "-validity",
                        "90",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        path.toString(),
                        "-storepass:env",
                        CountEntries.PASSWORD_VARIABLE),
                Map.of(CountEntries.PASSWORD_VARIABLE, password.reveal()),
                "");
        if (!outcome.succeeded()) {
            throw new DemoFailure("keytool made no keystore: " + outcome.lastLine());
        }
        return new RealStore("made by keytool", path, RealStore.Type.PKCS12, Optional.of(password));
    }
}
