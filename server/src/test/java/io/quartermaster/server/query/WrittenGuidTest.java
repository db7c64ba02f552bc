package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenGuidTest {
    @Test
    void caseDoesNotMatter() {
        UUID id = UUID.fromString("0190b1c5-abcd-7000-8000-00000000000a");
        assertThat(WrittenGuid.read("0190b1c5-abcd-7000-8000-00000000000a")).contains(id);
        assertThat(WrittenGuid.read("0190B1C5-ABCD-7000-8000-00000000000A")).contains(id);
    }

    /** The library takes most of these, and means another id by them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "0190b1c5-abcd-7000-8000-0000000000a",
                "00190b1c5-abc-7000-8000-00000000000a",
                "0190b1c5abcd7000800000000000000a",
                " 0190b1c5-abcd-7000-8000-00000000000a",
                "0190b1c5-abcd-7000-8000-00000000000g"
            })
    void whatOnlyLooksLikeOneIsNone(String text) {
        assertThat(WrittenGuid.read(text)).isEmpty();
    }
}
