package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowOrdersTest {
    private static final RowOrders ORDERS = RowOrders.of("-At", "t.id", PlaceType.NUMBER)
            .opposite("t.at", PlaceType.MOMENT, "At")
            .nullable("t.ended", PlaceType.MOMENT, "Ended")
            .unique("Id")
            .build();

    private static List<String> ranges(String sort, @Nullable RowPlace place) {
        return ORDERS.read(sort).from(place).stream()
                .map(range -> range.condition().sql() + " ORDER BY " + range.orderBy())
                .toList();
    }

    @Test
    void fromItsStartAListIsOneRangeInTheDirectionOfItsIndex() {
        assertThat(ranges("At", null)).containsExactly("(TRUE) ORDER BY t.at ASC, t.id DESC");
        assertThat(ranges("-At", null)).containsExactly("(TRUE) ORDER BY t.at DESC, t.id ASC");
        assertThat(ranges("-Ended", null)).containsExactly("(TRUE) ORDER BY t.ended DESC, t.id DESC");
        assertThat(ranges("-Id", null)).containsExactly("(TRUE) ORDER BY t.id DESC");
    }

    @Test
    void equalRowsComeFirstThenLaterOnesThenThoseWithoutAValue() {
        RowPlace within = new RowPlace("2026-03-29T00:59:00Z", "7");
        RowPlace behind = new RowPlace("2026-03-29T00:59:00Z", null);
        assertThat(ranges("Ended", within))
                .containsExactly(
                        "(t.ended = :place AND t.id > :tie) ORDER BY t.ended ASC, t.id ASC",
                        "(t.ended > :place) ORDER BY t.ended ASC, t.id ASC",
                        "(t.ended IS NULL) ORDER BY t.ended ASC, t.id ASC");
        assertThat(ranges("-Ended", within))
                .containsExactly(
                        "(t.ended = :place AND t.id < :tie) ORDER BY t.ended DESC, t.id DESC",
                        "(t.ended < :place) ORDER BY t.ended DESC, t.id DESC");
        assertThat(ranges("At", behind)).containsExactly("(t.at > :place) ORDER BY t.at ASC, t.id DESC");
        assertThat(ranges("-Ended", new RowPlace(null, "7")))
                .containsExactly(
                        "(t.ended IS NULL AND t.id < :tie) ORDER BY t.ended DESC, t.id DESC",
                        "(t.ended IS NOT NULL) ORDER BY t.ended DESC, t.id DESC");
        assertThat(ranges("Ended", new RowPlace(null, "7")))
                .containsExactly("(t.ended IS NULL AND t.id > :tie) ORDER BY t.ended ASC, t.id ASC");
    }

    @Test
    void theEqualRowsAreLeftOutWhereTheNextRowHasAnotherValue() {
        assertThat(RowPlace.between(5L, 7L, 5L)).isEqualTo(new RowPlace("5", "7"));
        assertThat(RowPlace.between(5L, 7L, 6L)).isEqualTo(new RowPlace("5", null));
        assertThat(RowPlace.between(5L, 7L, null)).isEqualTo(new RowPlace("5", null));
        assertThat(RowPlace.between(null, 7L, null)).isEqualTo(new RowPlace(null, "7"));
        assertThat(RowPlace.between(null, 7L, 5L)).isEqualTo(new RowPlace(null, null));
    }

    @Test
    void namesAreReadInAnyCaseAndNoneIsTheOrderOfTheList() {
        assertThat(ORDERS.read(null).text()).isEqualTo("-At");
        assertThat(ORDERS.read(" ").text()).isEqualTo("-At");
        assertThat(ORDERS.read("-ENDED").text()).isEqualTo("-Ended");
        assertThat(ORDERS.read("id").text()).isEqualTo("Id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Target", "--At", "-", "At DESC", "t.at", "Id; DROP TABLE agent"})
    void aSortWithoutAnIndexIsRefusedWithThoseThatHaveOne(String sort) {
        assertThatThrownBy(() -> ORDERS.read(sort))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.SORT_FIELD))
                .hasMessage("Sort must be one of At, Ended, Id, with - before it for descending; this request has \""
                        + sort + "\".");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "At,    yesterday,            7,    false",
                "At,    null,                 7,    false",
                "At,    2026-03-29T00:59:00Z, x,    false",
                "At,    2026-03-29T00:59:00Z, 7,    true",
                "At,    2026-03-29T00:59:00Z, null, true",
                "Ended, null,                 7,    true",
                "Id,    null,                 null, false",
            })
    void aPlaceThatAnOrderCannotHaveIsKnown(
            String sort, @Nullable String value, @Nullable String tie, boolean possible) {
        assertThat(ORDERS.read(sort).has(new RowPlace(value, tie))).isEqualTo(possible);
    }
}
