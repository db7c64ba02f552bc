package io.quartermaster.server.job;

import java.util.List;

/** Which history rows can be acknowledged: failures and warnings that are over. A row that already is stays as it is. */
final class Acknowledgeable {
    static final List<Judge> CONDITIONS = List.of(new Judge(
            "STATE",
            "NOT (h.status = 4 OR (h.result IN (3, 4) AND h.status IN (3, 5)))",
            "Only a failure or a warning that is not in process can be acknowledged."));

    private Acknowledgeable() {}
}
