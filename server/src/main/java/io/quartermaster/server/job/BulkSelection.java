package io.quartermaster.server.job;

import java.util.Optional;

/** What a bulk operation is about. */
public sealed interface BulkSelection permits JobSelection, AttemptSelection {

    /** For the audit and the list of operations: what was asked for. */
    String words();

    /** Empty unless the members were chosen by a plan. */
    default Optional<PlannedSet> planned() {
        return Optional.empty();
    }
}
