package io.quartermaster.cli.demo;

import io.quartermaster.cli.Secret;
import io.quartermaster.cli.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificate that keytool, which has nothing of ours, finds in a store. */
final class FindCertificate {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final Pattern FINGERPRINT = Pattern.compile("SHA1: ([0-9A-F:]{59})");

    private final Path keytool;

    FindCertificate(Programs programs) {
        this.keytool = programs.keytool();
    }

    String tool(RealStore store) {
        return store.type() == RealStore.Type.PEM ? "keytool -printcert" : "keytool -list";
    }

    /**
     * The thumbprint of an entry's own certificate.
     *
     * @param alias of the entry; of a PEM file it is the first certificate
     * @throws DemoFailure when there is none
     */
    String run(RealStore store, String alias) throws InterruptedException {
        String file = store.path().toString();
        boolean pem = store.type() == RealStore.Type.PEM;
        List<String> command = pem
                ? List.of(keytool.toString(), "-printcert")
                : List.of(
                        keytool.toString(),
                        "-list",
                        "-v",
                        "-alias",
                        alias,
                        "-keystore",
                        file,
                        "-storepass:env",
                        CountEntries.PASSWORD_VARIABLE);
        try {
            Tool.Outcome outcome = Tool.run(
                    command,
                    Map.of(
                            CountEntries.PASSWORD_VARIABLE,
                            store.password().map(Secret::reveal).orElse("")),
                    pem ? firstCertificate(store.path()) : "");
            Matcher fingerprint = FINGERPRINT.matcher(outcome.output());
            if (!outcome.succeeded() || !fingerprint.find()) {
                throw new DemoFailure("keytool finds no certificate in " + file + ": " + outcome.lastLine());
            }
            return fingerprint.group(1).replace(":", "");
        } catch (IOException e) {
            throw new DemoFailure("keytool cannot be run: " + e.getMessage(), e);
        }
    }

    /** keytool does not read a file that begins with, or also has, a private key. */
    private static String firstCertificate(Path file) throws IOException {
        Matcher block = CERTIFICATE.matcher(Files.readString(file));
        return block.find() ? block.group() + "\n" : "";
    }
}
