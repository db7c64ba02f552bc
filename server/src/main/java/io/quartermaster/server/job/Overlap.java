package io.quartermaster.server.job;

import java.util.Locale;

/** What happens when the next run of a recurring job comes due while an attempt of it runs. */
public enum Overlap {
    /** It follows as soon as the attempt has ended; several that came due count as one. */
    QUEUE,
    /** It is dropped. */
    SKIP,
    /** The attempt is given up: it ends as a failure, and the new run may start. */
    REPLACE;

    /** As on the wire: {@code Queue}. */
    String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
