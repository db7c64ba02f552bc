package io.quartermaster.server.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T10:00,                    2026-01-31T10:00:00Z",
        "2026-01-31T10:00:05,                 2026-01-31T10:00:05Z",
        "2026-01-31t10:00:05z,                2026-01-31T10:00:05Z",
        "2026-01-31T10:00:00.000Z,            2026-01-31T10:00:00Z",
        "2026-01-31T10:00:00.5Z,              2026-01-31T10:00:00.500Z",
        "2026-01-31T10:00:00.1234567Z,        2026-01-31T10:00:00.123456700Z",
        "2026-01-31T10:00:00.123456789Z,      2026-01-31T10:00:00.123456789Z",
        "2026-01-31 10:00:00Z,                2026-01-31T10:00:00Z",
        "2026-01-31 10:00:00 Z,               2026-01-31T10:00:00Z",
        "2026-01-31 10:00,                    2026-01-31T10:00:00Z",
        "2026-01-31T12:30:00+02:00,           2026-01-31T10:30:00Z",
        "2026-01-31T12:30:00+0230,            2026-01-31T10:00:00Z",
        "2026-01-31T05:00:00-05,              2026-01-31T10:00:00Z",
        "01/31/2026 10:00:00,                 2026-01-31T10:00:00Z",
        "1/5/2026 10:00,                      2026-01-05T10:00:00Z",
        "9999-12-31T23:59:59.999999999Z,      9999-12-31T23:59:59.999999999Z",
    })
    void aMomentIsReadInManyFormsAndInUtcWithoutAZone(String text, Instant expected) {
        assertThat(WrittenTime.read(text)).contains(new WrittenTime.Moment(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31,      2026-01-31",
        "01/31/2026,      2026-01-31",
        "1/5/2026,        2026-01-05",
        "'  2024-02-29 ', 2024-02-29",
        "0001-01-01,      0001-01-01",
        "9999-12-31,      9999-12-31",
    })
    void aDateAloneIsADay(String text, LocalDate expected) {
        assertThat(WrittenTime.read(text)).contains(new WrittenTime.Day(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "daily",
                "today",
                "2026",
                "2026-1-31",
                "2026-02-29",
                "2026-13-01",
                "13/01/2026",
                "02/30/2026",
                "2026-01-31T",
                "2026-01-31T24:00",
                "2026-01-31T10",
                "2026-01-31T10:60",
                "2026-01-31T10:00:60Z",
                "2026-01-31T10:00:00.Z",
                "2026-01-31T10:00:00.1234567890Z",
                "2026-01-31T10:00:00+19:00",
                "2026-01-31T10:00:00 02:00",
                "2026-01-31Z",
                "0000-01-01",
                "12026-01-31",
                "2026-01-31T10:00:00ZZ",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:30:00-01:00",
                "\u0662\u0660\u0662\u0666-01-31"
            })
    void whatIsNoneOfTheFormsOrDoesNotExistIsNotRead(String text) {
        assertThat(WrittenTime.read(text)).isEmpty();
    }

    @Test
    void aDayBeginsAndEndsAtMidnightUtc() {
        WrittenTime.Day day = new WrittenTime.Day(LocalDate.parse("2024-02-29"));
        assertThat(day.instant()).isEqualTo("2024-02-29T00:00:00Z");
        assertThat(day.end()).isEqualTo("2024-03-01T00:00:00Z");
    }
}
