package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.JsonConventions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is too long in a store type is refused with the limit. */
final class StoreTypeLimitsTest {
    private static WantedStoreType read(String members) {
        try {
            return JsonConventions.mapper()
                    .readValue(
                            "{\"Name\": \"X\", \"ShortName\": \"X\"" + members + "}", CertificateStoreTypeRequest.class)
                    .toType();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(members, e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            , "Capability": "LONG"                                        | 220   | Capability
            , "ClientMachineDescription": "LONG"                          | 10000 | ClientMachineDescription
            , "Properties": [{"Name": "LONG"}]                            | 256   | Properties[0].Name
            , "Properties": [{"Name": "A"}, {"Name": "B", "DefaultValue": "LONG"}] | 10000 | Properties[1].DefaultValue
            , "EntryParameters": [{"Name": "A", "Options": "LONG"}]       | 10000 | EntryParameters[0].Options
            , "JobProperties": ["LONG"]                                   | 256   | JobProperties[0]
            """)
    void aTextHasALimit(String members, int limit, String field) {
        read(members.replace("LONG", "x".repeat(limit)));

        assertThatThrownBy(() -> read(members.replace("LONG", "x".repeat(limit + 1))))
                .isInstanceOf(CommandException.class)
                .hasMessage(field + " may have at most " + limit + " characters; this one has " + (limit + 1) + ".");
    }

    private static String properties(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"Name\": \"p" + i + "\"}")
                .collect(Collectors.joining(",", ", \"Properties\": [", "]"));
    }

    @Test
    void aListHasALimit() {
        assertThat(read(properties(StoreTypeTexts.COUNT_MAX)).properties()).hasSize(StoreTypeTexts.COUNT_MAX);

        assertThatThrownBy(() -> read(properties(StoreTypeTexts.COUNT_MAX + 1)))
                .hasMessage("Properties may have at most 500 entries; this request has 501.");
    }
}
