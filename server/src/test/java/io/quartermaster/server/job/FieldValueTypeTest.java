package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FieldValueTypeTest {
    @Test
    void aTypeIsReadAsItsNumberAndAsItsNameInAnyCase() {
        for (FieldValueType type : FieldValueType.values()) {
            assertThat(FieldValueType.written(" " + type.number() + " ")).contains(type);
            assertThat(FieldValueType.written(type.title().toUpperCase(java.util.Locale.ROOT)))
                    .contains(type);
        }
        assertThat(FieldValueType.written("6")).isEmpty();
        assertThat(FieldValueType.written("0")).isEmpty();
        assertThat(FieldValueType.written("01")).isEmpty();
        assertThat(FieldValueType.written("DATE_TIME")).isEmpty();
    }

    @Test
    void aWholeNumberIsReadIntoItsOnlyForm() {
        assertThat(FieldValueType.INT.read("30")).contains("30");
        assertThat(FieldValueType.INT.read(" +007 ")).contains("7");
        assertThat(FieldValueType.INT.read("-0")).contains("0");
        assertThat(FieldValueType.INT.read("9223372036854775807")).contains("9223372036854775807");
        for (String wrong : new String[] {"", " ", "1.0", "1e3", "0x1F", "9223372036854775808", "١٢", "12a", "--1"}) {
            assertThat(FieldValueType.INT.read(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void aTimeIsReadAsUtcAndWrittenInIso8601() {
        assertThat(FieldValueType.DATE_TIME.read("2025-01-01")).contains("2025-01-01T00:00:00Z");
        assertThat(FieldValueType.DATE_TIME.read("2025-01-01T08:10:55")).contains("2025-01-01T08:10:55Z");
        assertThat(FieldValueType.DATE_TIME.read("2025-01-01T08:10:55+02:00")).contains("2025-01-01T06:10:55Z");
        assertThat(FieldValueType.DATE_TIME.read("2025-02-30")).isEmpty();
        assertThat(FieldValueType.DATE_TIME.read("soon")).isEmpty();
    }

    @Test
    void aBooleanIsTrueOrFalseInAnyCaseAndNothingElse() {
        assertThat(FieldValueType.BOOL.read("True")).contains("true");
        assertThat(FieldValueType.BOOL.read(" FALSE ")).contains("false");
        for (String wrong : new String[] {"1", "0", "yes", ""}) {
            assertThat(FieldValueType.BOOL.read(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void aTextIsTakenAsItIsUnlessItIsTooLongOrCannotBeStored() {
        assertThat(FieldValueType.STRING.read("  two  spaces ")).contains("  two  spaces ");
        assertThat(FieldValueType.STRING.read("")).contains("");
        assertThat(FieldValueType.STRING.read("x".repeat(FieldValueType.TEXT_LENGTH_MAX)))
                .isPresent();
        assertThat(FieldValueType.STRING.read("x".repeat(FieldValueType.TEXT_LENGTH_MAX + 1)))
                .isEmpty();
        assertThat(FieldValueType.STRING.read("a\0b")).isEmpty();
        assertThat(FieldValueType.STRING.read("half \uD83D of a pair")).isEmpty();
        assertThat(FieldValueType.STRING.read("a whole pair \uD83D\uDD11")).isPresent();
        assertThat(FieldValueType.SECRET.read("x".repeat(FieldValueType.TEXT_LENGTH_MAX + 1)))
                .isPresent();
    }
}
