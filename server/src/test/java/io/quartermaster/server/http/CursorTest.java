package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final String WHOLE_AND_UNCHANGED =
            "After must be Next of an answer of this list, whole and unchanged.";

    private final Cursor cursor = new Cursor("jobs", "-Requested", "JobType -eq \"Käse\"");
    private final List<@Nullable String> place = Arrays.asList("2026-03-29T00:59:00.000001Z", null, "");

    private static void assertRefused(Cursor cursor, String after, String message) {
        assertThatThrownBy(() -> cursor.read(after))
                .as(after)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.MALFORMED))
                .hasMessage(message);
    }

    @Test
    void aPlaceComesBackAsItWas() {
        assertThat(cursor.read(cursor.text(place))).isEqualTo(place);
        assertThat(cursor.text(place)).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void aCursorOfAnotherListSortOrQueryIsRefusedWithWhatToDo() {
        String text = cursor.text(place);
        assertRefused(
                new Cursor("history", "-Requested", cursor.query()),
                text,
                "After is Next of another list (jobs); here it must be Next of an answer of this list.");
        assertRefused(
                new Cursor("jobs", "Requested", cursor.query()),
                text,
                "After is Next of the list sorted by -Requested; this request sorts by Requested."
                        + " Send the same Sort, or begin the list anew without After.");
        assertRefused(
                new Cursor("jobs", "-Requested", ""),
                text,
                "After is Next of the list of another Query. Send the same Query, or begin the list anew without After.");
    }

    @Test
    void noChangedByteIsTakenAndNoPart() {
        byte[] bytes = Base64.getUrlDecoder().decode(cursor.text(place));
        Random random = new Random(1);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            assertRefused(cursor, encoded(changed), WHOLE_AND_UNCHANGED);
            assertRefused(cursor, encoded(Arrays.copyOf(bytes, i)), WHOLE_AND_UNCHANGED);
        }
        assertRefused(cursor, encoded(Arrays.copyOf(bytes, bytes.length + 1)), WHOLE_AND_UNCHANGED);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void nonsenseIsRefused() {
        for (String text : List.of("", "next", "0", "'; DROP TABLE agent", "A".repeat(100_000), "=====")) {
            assertRefused(cursor, text, WHOLE_AND_UNCHANGED);
        }
    }
}
