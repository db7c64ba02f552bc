package io.quartermaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashingTest {
    /** Of the password "password"; one of the values that the reference program of Argon2 is tested with. */
    private static final String FROM_THE_REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    private final PasswordHashing hashing = new PasswordHashing(new Random(7));

    @Test
    void aPasswordMatchesItsOwnHashAndNoOther() {
        PasswordHash hash = hashing.hash(password("correct horse"));
        assertThat(hashing.matches(password("correct horse"), hash)).isTrue();
        assertThat(hashing.matches(password("correct horsf"), hash)).isFalse();
        assertThat(hashing.matches(password(""), hash)).isFalse();
    }

    @Test
    void theTextOfAHashIsReadBackToTheSameHash() {
        PasswordHash hash = hashing.hash(password("pässwörd 🔑"));
        assertThat(hash.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hashing.matches(password("pässwörd 🔑"), PasswordHash.parse(hash.text())))
                .isTrue();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(hashing.hash(password("same")).text())
                .isNotEqualTo(hashing.hash(password("same")).text());
    }

    @ParameterizedTest
    @CsvSource({"1, 512, 1", "2, 512, 1", "8, 512, 4", "64, 512, 6", "64, 4096, 32", "64, 16, 1"})
    void signInsAtOnceAreLimitedByProcessorsAndByTheHeapButOneIsAlwaysPossible(
            int processors, long heapMebibytes, int atOnce) {
        assertThat(PasswordHashing.atOnceMax(processors, heapMebibytes * 1024 * 1024))
                .isEqualTo(atOnce);
    }

    @Test
    void aHashOfTheReferenceProgramIsUnderstood() {
        assertThat(hashing.matches(password("password"), PasswordHash.parse(FROM_THE_REFERENCE)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret|The password is not a hash of the form $argon2id$v=19$m=...,t=...,p=...$salt$hash.",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR|The password is not a hash of the form"
                        + " $argon2id$v=19$m=...,t=...,p=...$salt$hash.",
                "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR|The memory (m) of the password's hash is"
                        + " 999999999, not 8 to 262144.",
                "$argon2id$v=19$m=256,t=17,p=1$c29tZXNhbHQ$nf65EOgLrQMR|The iterations (t) of the password's hash is 17,"
                        + " not 1 to 16.",
                "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR|The parallelism (p) of the password's hash is 0,"
                        + " not 1 to 4.",
                "$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR|The length of the salt of the password's hash is 3, not 8"
                        + " to 64.",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$n|The hash of the password is not base64."
            })
    void aHashThatIsWrongOrTooCostlyIsRefused(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHash.parse(text))
                .withMessage(reason);
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(password("hunter2")).hasToString("Password[hidden]");
        assertThat(hashing.hash(password("hunter2"))).hasToString("PasswordHash[hidden]");
        assertThat(new Credentials("bob", password("hunter2")).toString()).doesNotContain("hunter2");
    }

    @Test
    void randomPasswordsAreLongEnoughAndDiffer() {
        Password first = Password.random(new Random(1));
        assertThat(first.length()).isGreaterThanOrEqualTo(Password.LENGTH_MIN);
        assertThat(first.reveal()).isNotEqualTo(Password.random(new Random(2)).reveal());
    }

    static Password password(String text) {
        return new Password(text.toCharArray());
    }
}
