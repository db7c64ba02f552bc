package io.quartermaster.cli.demo;

import io.quartermaster.cli.Secret;
import io.quartermaster.cli.process.SystemProgram;
import io.quartermaster.cli.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tools that people trust say about a certificate store: openssl about PEM files, else the JDK's keytool. */
final class CountEntries {
    /** From which keytool reads a password: an argument could be seen by every user of the machine. */
    static final String PASSWORD_VARIABLE = "QM_DEMO_STORE_PASSWORD";

    private static final Pattern KEYTOOL_ENTRIES = Pattern.compile("Your keystore contains (\\d+) entr");
    private static final Pattern KEYTOOL_FINGERPRINT = Pattern.compile("SHA1: ([0-9A-F:]{59})");
    private static final Pattern PEM_CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final Path keytool;
    private final Optional<Path> openssl;

    /** @param openssl empty on a machine without it */
    CountEntries(Path keytool, Optional<Path> openssl) {
        this.keytool = keytool;
        this.openssl = openssl;
    }

    static CountEntries onThisMachine(Programs programs) {
        return new CountEntries(programs.keytool(), SystemProgram.find("openssl"));
    }

    /**
     * What a tool counted.
     *
     * @param entries that a store of that content has: of the same certificate twice, a PEM file has one
     * @param blocks as the tool counts, repetitions included
     */
    record Counted(String tool, int entries, int blocks) {
        @Override
        public String toString() {
            return tool + ": " + blocks + (blocks == entries ? "" : ", " + entries + " of them different");
        }
    }

    /** @throws DemoFailure when the tool does not understand the store */
    Counted run(RealStore store) throws InterruptedException {
        try {
            if (store.type() != RealStore.Type.PEM) {
                return keystore(store);
            }
            return openssl.isPresent() ? withOpenssl(openssl.get(), store.path()) : withKeytool(store.path());
        } catch (IOException e) {
            throw new DemoFailure("The entries of " + store.path() + " cannot be counted: " + e.getMessage(), e);
        }
    }

    private Counted keystore(RealStore store) throws IOException, InterruptedException {
        String output = said(
                "keytool",
                List.of(
                        keytool.toString(),
                        "-list",
                        "-keystore",
                        store.path().toString(),
                        "-storepass:env",
                        PASSWORD_VARIABLE),
                Map.of(PASSWORD_VARIABLE, store.password().map(Secret::reveal).orElse("")));
        Matcher entries = KEYTOOL_ENTRIES.matcher(output);
        if (!entries.find()) {
            throw new DemoFailure("keytool does not say how many entries " + store.path() + " has.");
        }
        int count = Integer.parseInt(entries.group(1));
        return new Counted("keytool", count, count);
    }

    private static Counted withOpenssl(Path openssl, Path bundle) throws IOException, InterruptedException {
        // Every certificate again in PEM, so two blocks are equal when the certificates are.
        String output = said("openssl", List.of(openssl.toString(), "storeutl", "-certs", bundle.toString()), Map.of());
        List<String> blocks = new ArrayList<>();
        Matcher block = PEM_CERTIFICATE.matcher(output);
        while (block.find()) {
            blocks.add(block.group());
        }
        return new Counted("openssl", Set.copyOf(blocks).size(), blocks.size());
    }

    private Counted withKeytool(Path bundle) throws IOException, InterruptedException {
        String output =
                said("keytool", List.of(keytool.toString(), "-printcert", "-file", bundle.toString()), Map.of());
        List<String> fingerprints = new ArrayList<>();
        Matcher fingerprint = KEYTOOL_FINGERPRINT.matcher(output);
        while (fingerprint.find()) {
            fingerprints.add(fingerprint.group(1));
        }
        return new Counted("keytool", Set.copyOf(fingerprints).size(), fingerprints.size());
    }

    private static String said(String tool, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Tool.Outcome outcome = Tool.run(command, environment, "");
        if (!outcome.succeeded()) {
            throw new DemoFailure(tool + " failed: " + outcome.lastLine());
        }
        return outcome.output();
    }
}
