package io.quartermaster.server.job;

/** Which history rows can be acknowledged: failures and warnings that are over. A row that already is stays as it is. */
final class Acknowledgeable {
    static final Judge STATE = new Judge(
            "STATE",
            "NOT (h.status = 4 OR (h.result IN (3, 4) AND h.status IN (3, 5)))",
            "Only a failure or a warning that is not in process can be acknowledged.");

    /** No reason to refuse anybody. */
    static final Judge ALREADY = new Judge("ACKNOWLEDGED", "h.status = 4", "It is acknowledged already.");

    private Acknowledgeable() {}
}
