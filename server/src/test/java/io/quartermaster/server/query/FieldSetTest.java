package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Requested | true | job.requested_at DESC, job.id ASC",
                "requested | false | job.requested_at ASC, job.id ASC",
                "Id        | false | job.id ASC",
                "JobId     | true | job.id DESC",
                "Agent     | false | lower(agent.client_machine) ASC, job.id ASC",
                "Target    | true | lower(job.target) DESC, job.id ASC",
                "JOBTYPE   | false | lower(job.job_type) ASC, job.id ASC",
                "Schedule  | true | job.schedule DESC, job.id ASC",
            })
    void aListIsSortedByAnyFieldWithAllRowsInOneOrder(String field, boolean descending, String expected) {
        assertThat(Fields.SCHEDULED_JOBS.orderBy(field, descending)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nothing", "", "job.id", "Id; DROP TABLE agent", "Capabilities"})
    void anUnknownSortFieldIsRefused(String field) {
        assertThatThrownBy(() -> Fields.AGENTS.orderBy(field, false))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.SORT_FIELD))
                .hasMessage("Invalid sort field: " + field + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "Statuss, Status",
        "stats, Status",
        "LastSene, LastSeen",
        "Identiti, Identity",
        "CapabilitiesX, Capabilities"
    })
    void theNearestNameIsGuessed(String unknown, String expected) {
        assertThat(Fields.AGENTS.nearest(unknown)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Color", "x", "CertStoreType"})
    void aNameThatIsNearNothingIsNotGuessed(String unknown) {
        assertThat(Fields.AGENTS.nearest(unknown)).isEmpty();
        assertThat(Fields.AGENTS.nearest("Status".repeat(100))).isEmpty();
    }

    @Test
    void aNameStandsForOneFieldOnly() {
        FieldSet.Builder builder = FieldSet.of("samples", "s.id").text("s.a", "Name", "Alias");
        assertThatThrownBy(() -> builder.integer("s.b", "ALIAS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ALIAS is the name of two fields");
        assertThatThrownBy(() -> builder.sortedBy("s.b", "name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name can be sorted by already");
    }

    @Test
    void twoNumbersOfAnEnumerationHaveTwoNames() {
        FieldSet.Builder builder = FieldSet.of("samples", "s.id");
        assertThatThrownBy(() -> builder.enumeration("s.a", Map.of(1, "One", 2, "ONE"), "Number"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s.a::text", "s.a ? 'x'", ":q0", ""})
    void anExpressionThatWouldBeTakenForAParameterIsRefused(String sql) {
        FieldSet.Builder builder = FieldSet.of("samples", "s.id");
        assertThatThrownBy(() -> builder.text(sql, "Name")).isInstanceOf(IllegalArgumentException.class);
    }
}
