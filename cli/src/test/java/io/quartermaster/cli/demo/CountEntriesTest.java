package io.quartermaster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.quartermaster.cli.Secret;
import io.quartermaster.cli.process.SystemProgram;
import io.quartermaster.cli.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the real tools about stores whose content is known. */
class CountEntriesTest {
    private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");
    private static final Secret PASSWORD = new Secret("a password of a test");

    @TempDir
    private static Path folder;

    private static Path keystore;
    private static Path bundle;

    @BeforeAll
    static void makeAKeystoreOfTwoAndABundleOfThreeWithOneTwice() throws IOException, InterruptedException {
        keystore = folder.resolve("two.p12");
        bundle = folder.resolve("bundle.pem");
        String first = made("first");
        String second = made("second");
        Files.writeString(bundle, "# a comment\n" + first + second + first);
    }

    private static String made(String alias) throws IOException, InterruptedException {
        keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias, "-storetype", "PKCS12");
        return keytool("-exportcert", "-rfc", "-alias", alias);
    }

    private static String keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(KEYTOOL.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keystore.toString(), "-storepass:env", "TEST_PASSWORD"));
        Tool.Outcome outcome = Tool.run(command, Map.of("TEST_PASSWORD", PASSWORD.reveal()), "");
        assertThat(outcome.succeeded()).as(outcome.lastLine()).isTrue();
        return outcome.output();
    }

    private static RealStore bundleStore() {
        return new RealStore("a bundle", bundle, RealStore.Type.PEM, Optional.empty());
    }

    @Test
    void opensslCountsBlocksAndWeTheDifferentOnes() throws InterruptedException {
        Optional<Path> openssl = SystemProgram.find("openssl");
        assumeThat(openssl).as("openssl is installed").isPresent();

        CountEntries.Counted counted = new CountEntries(KEYTOOL, openssl).run(bundleStore());

        assertThat(counted).isEqualTo(new CountEntries.Counted("openssl", 2, 3));
        assertThat(counted).hasToString("openssl: 3, 2 of them different");
    }

    @Test
    void withoutOpensslKeytoolCountsTheSame() throws InterruptedException {
        CountEntries.Counted counted = new CountEntries(KEYTOOL, Optional.empty()).run(bundleStore());

        assertThat(counted).isEqualTo(new CountEntries.Counted("keytool", 2, 3));
    }

    @Test
    void keytoolCountsTheEntriesOfAKeystore() throws InterruptedException {
        RealStore store = new RealStore("a keystore", keystore, RealStore.Type.PKCS12, Optional.of(PASSWORD));

        CountEntries.Counted counted = new CountEntries(KEYTOOL, Optional.empty()).run(store);

        assertThat(counted).hasToString("keytool: 2");
    }

    @Test
    void aStoreThatTheToolCannotReadIsAFailureInOneSentence() {
        RealStore store =
                new RealStore("a keystore", keystore, RealStore.Type.PKCS12, Optional.of(new Secret("not that one")));

        assertThatThrownBy(() -> new CountEntries(KEYTOOL, Optional.empty()).run(store))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("keytool failed")
                .hasMessageContaining("password")
                .hasMessageNotContaining("not that one");
    }
}
