package io.quartermaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void aNameMayHaveADomainAndAPasswordAnyCharacter() {
        var credentials = Credentials.fromHeader(header("CORP\\alice:a:b ü€")).orElseThrow();
        assertThat(credentials.name()).isEqualTo("CORP\\alice");
        assertThat(credentials.password().reveal()).isEqualTo("a:b ü€");
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        assertThat(Credentials.fromHeader(header("a:b").replace("Basic", "bASIC")))
                .isPresent();
    }

    @Test
    void anEmptyPasswordIsAPassword() {
        assertThat(Credentials.fromHeader(header("agent:"))
                        .orElseThrow()
                        .password()
                        .length())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !!!", "Basic YQ==", "Bearer YTpi", "Basic gTpi", "Digest a:b"})
    void everythingElseIsNobody(String header) {
        assertThat(Credentials.fromHeader(header)).isEmpty();
    }

    @Test
    void noHeaderIsNobody() {
        assertThat(Credentials.fromHeader(null)).isEmpty();
    }

    @Test
    void aPasswordBeyondTheLimitIsNotLookedAt() {
        assertThat(Credentials.fromHeader(header("a:" + "p".repeat(Password.LENGTH_MAX))))
                .isPresent();
        assertThat(Credentials.fromHeader(header("a:" + "p".repeat(Password.LENGTH_MAX + 1))))
                .isEmpty();
    }

    /** The names of failed sign-ins are remembered: a long one would fill the memory. */
    @Test
    void aNameBeyondTheLimitIsNotLookedAt() {
        assertThat(Credentials.fromHeader(header("n".repeat(AccountName.LENGTH_MAX) + ":p")))
                .isPresent();
        assertThat(Credentials.fromHeader(header("n".repeat(AccountName.LENGTH_MAX + 1) + ":p")))
                .isEmpty();
    }

    private static String header(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
