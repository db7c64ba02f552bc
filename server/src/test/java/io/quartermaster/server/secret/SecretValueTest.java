package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SecretValueTest {
    @Test
    void itDoesNotPrintItself() {
        assertThat(new SecretValue("changeit")).hasToString("SecretValue[hidden]");
        assertThat(String.valueOf(new SecretValue("changeit"))).doesNotContain("change");
    }

    @Test
    void equalTextsAreEqualAndOthersAreNot() {
        assertThat(new SecretValue("pässword")).isEqualTo(new SecretValue("pässword"));
        assertThat(new SecretValue("a")).isNotEqualTo(new SecretValue("b")).isNotEqualTo(new SecretValue("aa"));
        assertThat(new SecretValue("a").hashCode()).isEqualTo(new SecretValue("b").hashCode());
    }

    @Test
    void aTooLongOneIsRefusedWithoutBeingQuoted() {
        String text = "s".repeat(SecretValue.LENGTH_MAX);
        assertThat(new SecretValue(text).reveal()).isEqualTo(text);
        assertThatThrownBy(() -> new SecretValue(text + "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A secret has at most 100000 characters, not 100001.");
    }
}
