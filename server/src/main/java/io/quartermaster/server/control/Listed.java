package io.quartermaster.server.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as the extensions answer it.
 *
 * @param next always null here: these lists are short and come whole
 */
public record Listed<T>(List<T> items, @Nullable String next) {
    static <T> Listed<T> whole(List<T> items) {
        return new Listed<>(items, null);
    }
}
