package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FieldValuesTest {
    private static final List<CustomJobTypeField> FIELDS = List.of(
            new CustomJobTypeField("ServiceName", FieldValueType.STRING, null, true),
            new CustomJobTypeField("WaitSeconds", FieldValueType.INT, "010", false),
            new CustomJobTypeField("Agent's note", FieldValueType.STRING, null, false),
            new CustomJobTypeField("Token", FieldValueType.SECRET, null, false));

    private static List<FieldValue> resolve(Map<String, String> given) {
        return FieldValues.resolve("RestartService", FIELDS, given);
    }

    private static void assertRefused(Map<String, String> given, String... parts) {
        assertThatThrownBy(() -> resolve(given)).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.JOB_FIELD);
            assertThat(e.getMessage()).contains(parts);
        });
    }

    @Test
    void aRequestWithManyUnknownFieldsIsRefusedWithTheFirstTen() {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < 100_000; i++) {
            given.put("Unknown" + i, "x");
        }
        given.put("ServiceName", "nginx");
        assertTimeout(Duration.ofSeconds(5), () -> assertRefused(given, "'Unknown0'", "'Unknown9'"));
        assertThatThrownBy(() -> CustomJobOrder.sent("RestartService", null, new LinkedHashMap<>(given)))
                .hasMessage("JobFields may have at most 100 names; this request has 100001.");
    }

    @Test
    void valuesThatWouldBeStoredTooOftenAreRefusedWithHowManyOrchestratorsCanHaveThem() {
        List<FieldValue> values = resolve(Map.of("ServiceName", "x".repeat(9_987), "WaitSeconds", "5"));
        int characters = "ServiceName".length() + 9_987 + "WaitSeconds".length() + 1;
        assertThat(characters).isEqualTo(10_010);
        int most = (int) (FieldValues.STORED_CHARACTERS_MAX / characters);
        FieldValues.requireStorable(values, most);
        assertThatThrownBy(() -> FieldValues.requireStorable(values, most + 1))
                .hasMessageEndingWith("Send at most " + most + " orchestrators at a time.");
    }

    @Test
    void aFieldLeftOutTakesItsDefaultAndOneWithoutADefaultHasNoValue() {
        assertThat(resolve(Map.of("ServiceName", "nginx")))
                .extracting(FieldValue::toString)
                .containsExactly("ServiceName=nginx", "WaitSeconds=10");
    }

    @Test
    void aValueOverridesTheDefaultAndNamesAreReadInAnyCase() {
        assertThat(resolve(Map.of("SERVICENAME", "nginx", "waitseconds", "30", "agent's NOTE", "hello")))
                .extracting(FieldValue::toString)
                .containsExactly("ServiceName=nginx", "WaitSeconds=30", "Agent's note=hello");
    }

    @Test
    void anEmptyTextIsAValueButNotForARequiredField() {
        assertThat(resolve(Map.of("ServiceName", "nginx", "Agent's note", "")))
                .extracting(FieldValue::shown)
                .containsExactly("nginx", "10", "");
        assertRefused(Map.of("ServiceName", ""), "Field 'ServiceName' is required.");
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("WaitSeconds", "soon");
        given.put("Colour", "red");
        assertRefused(
                given,
                "Field 'ServiceName' is required.",
                "Field 'WaitSeconds' must be a whole number of at most 64 bits.",
                "RestartService has no field 'Colour'; it has ServiceName, WaitSeconds, Agent's note, Token.");
    }

    @Test
    void aFieldGivenTwiceInDifferentCaseIsRefused() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("ServiceName", "nginx");
        given.put("servicename", "apache");
        assertRefused(given, "Field 'servicename' is given twice");
    }

    @Test
    void aWrongSecretAndALongNameAreNotRepeatedInTheMessage() {
        assertRefused(Map.of("ServiceName", "a", "x".repeat(5_000), "1"), "x".repeat(100) + "...'");
        assertThatThrownBy(() -> resolve(Map.of("ServiceName", "a", "Token", "hunter2\0")))
                .hasMessageContaining("Field 'Token' must be")
                .hasMessageNotContaining("hunter2");
        assertThat(resolve(Map.of("ServiceName", "a", "Token", "hunter2")).toString())
                .doesNotContain("hunter2");
    }
}
