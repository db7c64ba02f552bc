package io.quartermaster.server.cert;

import java.util.Optional;

/** An id in a path that may also have a name in its place. */
final class WrittenId {
    private WrittenId() {}

    /** Empty for what is not all digits, and for a number that no id can be. */
    static Optional<Integer> read(String text) {
        try {
            return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Optional.of(Integer.valueOf(text))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
