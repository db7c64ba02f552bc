package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.nio.charset.StandardCharsets;

/** The inputs beside this class are replayed by every run; with JAZZER_FUZZ=1 new ones are searched for. */
class QueryParserFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void anyTextGivesATreeOrAQueryError(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Query query;
        try {
            query = QueryParser.parse(text);
        } catch (CommandException refused) {
            assertThat(refused.kind()).isEqualTo(ErrorKind.QUERY);
            assertThat(refused.getMessage()).hasSizeLessThan(400);
            return;
        }
        String printed = query.print();
        if (printed.length() <= QueryParser.QUERY_LENGTH_MAX) {
            assertThat(QueryParser.parse(printed)).isEqualTo(query);
        }
    }
}
