package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.server.error.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryNamesTest {
    private static final List<String> NAMES = List.of("QueryString", "jobHistoryId");

    @ParameterizedTest
    @CsvSource({
        "pq.queryString=a%20b,QueryString=a%20b",
        "PQ%2EQUERYSTRING=a+b,QueryString=a+b",
        "a.b.JOBHISTORYID=5&x=1,jobHistoryId=5&x=1",
        "queryString,QueryString=",
        "queryString=a=b,QueryString=a=b",
        "pq.other=1,pq.other=1"
    })
    void onlyTheNameBehindTheLastDotCountsAndTheValueIsNotTouched(String sent, String declared) {
        assertThat(QueryNames.declared(sent, NAMES)).isEqualTo(declared);
    }

    @Test
    void percentEncodingIsUndoneAsUtf8() {
        assertThat(QueryNames.decoded("%C3%A4+%e8%aa%9e", true)).isEqualTo("ä 語");
        assertThat(QueryNames.decoded("a+b", false)).isEqualTo("a+b");
        assertThat(QueryNames.decoded("a+%2B", true)).isEqualTo("a +");
    }

    @ParameterizedTest
    @CsvSource({
        "a%,The address has '%' where a percent sign and two hex digits were expected.",
        "a%2,The address has '%2' where a percent sign and two hex digits were expected.",
        "%zzb,The address has '%zz' where a percent sign and two hex digits were expected.",
        "%C3%28,The address has percent-encoded bytes that are not UTF-8.",
        "%00,The address must not have the character U+0000."
    })
    void whatIsNoTextIsRefused(String sent, String message) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> QueryNames.decoded(sent, true))
                .withMessage(message);
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> QueryNames.declared("queryString=" + sent, NAMES))
                .withMessage(message);
    }
}
