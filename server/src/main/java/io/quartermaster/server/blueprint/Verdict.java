package io.quartermaster.server.blueprint;

import io.quartermaster.server.security.PermissionString;
import java.util.Optional;

/**
 * What would become of one part of a blueprint on one agent.
 *
 * @param reason a sentence; empty for a part that would be created
 * @param permission what the caller lacks, where that is the reason
 */
record Verdict(Outcome outcome, String reason, Optional<PermissionString> permission) {
    enum Outcome {
        /** It is not there, and can be made. */
        CREATE("Create"),
        /** It is there, and is left alone. */
        EXISTS("Exists"),
        /** It is not there, and cannot be made. */
        REFUSED("Refused");

        private final String title;

        Outcome(String title) {
            this.title = title;
        }

        /** As answers show it. */
        String title() {
            return title;
        }
    }

    static Verdict create() {
        return new Verdict(Outcome.CREATE, "", Optional.empty());
    }

    static Verdict exists(String reason) {
        return new Verdict(Outcome.EXISTS, reason, Optional.empty());
    }

    static Verdict refused(String reason) {
        return new Verdict(Outcome.REFUSED, reason, Optional.empty());
    }

    static Verdict withoutPermission(PermissionString missing) {
        return new Verdict(Outcome.REFUSED, "You lack the permission " + missing + ".", Optional.of(missing));
    }
}
