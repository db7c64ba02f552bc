package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EncryptionKeysTest {
    private static final String KEY_A = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String KEY_B =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @Test
    void theLastKeyIsTheNewest() {
        EncryptionKeys keys = EncryptionKeys.parse("# old\nold:" + KEY_A + "\n\n new : " + KEY_B + " \r\n", "keys");
        assertThat(keys.ids()).containsExactlyInAnyOrder("old", "new");
        assertThat(keys.newestId()).isEqualTo("new");
    }

    @Test
    void anEnvironmentVariableSeparatesThemByCommas() {
        assertThat(EncryptionKeys.parse("a:" + KEY_A + ",b:" + KEY_B, "QM_ENCRYPTION_KEYS")
                        .newestId())
                .isEqualTo("b");
    }

    @Test
    void printingThemShowsNoKey() {
        assertThat(EncryptionKeys.parse("a:" + KEY_B, "keys")).hasToString("EncryptionKeys[a]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|keys holds no key",
                "# only a comment|keys holds no key",
                "a|keys, key 1: expected id:base64",
                "a b:AAAA|keys, key 1: expected id:base64",
                "a:AAAA|keys: the key a has 3 bytes instead of 32.",
                "a:%%%%|keys: the key a is not base64.",
            })
    void aMistakeIsNamedWithoutQuotingAKey(String text, String message) {
        assertThatThrownBy(() -> EncryptionKeys.parse(text, "keys"))
                .isInstanceOf(EncryptionKeysException.class)
                .hasMessageStartingWith(message)
                .hasNoCause();
    }

    @Test
    void twoKeysWithOneIdAreRefused() {
        assertThatThrownBy(() -> EncryptionKeys.parse("a:" + KEY_A + "\na:" + KEY_B, "keys"))
                .hasMessage("keys holds two keys with the id a.");
    }
}
