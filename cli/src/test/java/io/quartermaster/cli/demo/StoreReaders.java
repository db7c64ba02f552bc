package io.quartermaster.cli.demo;

import io.quartermaster.cli.Secret;
import io.quartermaster.cli.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What openssl and keytool find in a store, and stores that they make. */
final class StoreReaders {
    private static final String PASSWORD = "QM_TEST_STORE_PASSWORD";
    private static final Pattern ALIAS = Pattern.compile("^Alias name: (.*)$");
    private static final Pattern ENTRY = Pattern.compile("^Entry type: (\\w+)$");
    private static final Pattern FINGERPRINT = Pattern.compile("^\\s*SHA1: ([0-9A-F:]{59})$");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final Path keytool;

    StoreReaders(Path keytool) {
        this.keytool = keytool;
    }

    /** The SHA-1 thumbprint of each entry's own certificate, by alias: with a key, "key ABCD..."; else "ABCD...". */
    Map<String, String> keystore(Path file, Secret password) throws IOException, InterruptedException {
        String said = run(
                List.of(keytool.toString(), "-list", "-v", "-keystore", file.toString(), "-storepass:env", PASSWORD),
                password);
        Map<String, String> entries = new TreeMap<>();
        String alias = "";
        String kind = "";
        for (String line : said.lines().toList()) {
            Matcher aliasLine = ALIAS.matcher(line);
            Matcher entryLine = ENTRY.matcher(line);
            Matcher fingerprint = FINGERPRINT.matcher(line);
            if (aliasLine.matches()) {
                alias = aliasLine.group(1);
            } else if (entryLine.matches()) {
                kind = entryLine.group(1).equals("PrivateKeyEntry") ? "key " : "";
            } else if (fingerprint.matches()) {
                // The chain follows the entry's own certificate.
                entries.putIfAbsent(alias, kind + fingerprint.group(1).replace(":", ""));
            }
        }
        return entries;
    }

    /** The thumbprints of the certificates in a PEM file, in their order. */
    List<String> pem(Path file) throws IOException, InterruptedException {
        List<String> thumbprints = new ArrayList<>();
        Matcher block = PEM.matcher(Files.readString(file));
        while (block.find()) {
            Tool.Outcome one = Tool.run(
                    List.of("openssl", "x509", "-noout", "-fingerprint", "-sha1"), Map.of(), block.group() + "\n");
            thumbprints.add(one.output().replaceAll("(?s).*=|:|\\s", ""));
        }
        return thumbprints;
    }

    /** Whether the first certificate of a PEM file and the key in it belong together. */
    boolean pemKeyFits(Path file) throws IOException, InterruptedException {
        String ofKey = run(List.of("openssl", "pkey", "-in", file.toString(), "-pubout"), new Secret(""));
        String ofCertificate =
                run(List.of("openssl", "x509", "-in", file.toString(), "-noout", "-pubkey"), new Secret(""));
        return ofKey.equals(ofCertificate);
    }

    /** Makes a keystore with one key and its self-signed certificate. */
    void makeKeystore(Path file, String type, String alias, Secret password) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-validity", "90"));
        command.addAll(List.of("-groupname", "secp256r1", "-dname", "CN=" + alias + ".example.com", "-alias", alias));
        command.addAll(List.of("-storetype", type, "-keystore", file.toString(), "-storepass:env", PASSWORD));
        command.addAll(List.of("-keypass:env", PASSWORD));
        run(command, password);
    }

    /** Makes a PEM file with a key and its self-signed certificate. */
    void makePem(Path file, String name) throws IOException, InterruptedException {
        run(
                Arrays.asList(
                        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj /CN="
                                        + name + ".example.com -keyout " + file + " -out " + file + ".crt")
                                .split(" ")),
                new Secret(""));
        Files.write(file, Files.readAllBytes(Path.of(file + ".crt")), StandardOpenOption.APPEND);
        Files.delete(Path.of(file + ".crt"));
    }

    private static String run(List<String> command, Secret password) throws IOException, InterruptedException {
        Tool.Outcome outcome = Tool.run(command, Map.of(PASSWORD, password.reveal()), "");
        if (!outcome.succeeded()) {
            throw new AssertionError(command.getFirst() + " failed: " + outcome.lastLine());
        }
        return outcome.output();
    }
}
