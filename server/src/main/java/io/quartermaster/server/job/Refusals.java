package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.PermissionString;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Turns what a command found wrong with some members of its selection into one refusal of the whole. */
public final class Refusals {
    /** Members that a refusal names; a longer list says in its sentence how many there are at least. */
    public static final int NAMED_MAX = 1_000;

    private Refusals() {}

    /** Does nothing for an empty list. */
    public static void refuse(ErrorKind kind, List<FailedOperation> failed, String one, String several) {
        if (failed.isEmpty()) {
            return;
        }
        boolean cut = failed.size() > NAMED_MAX;
        String sentence = (cut ? "More than " + NAMED_MAX : String.valueOf(failed.size()))
                + (failed.size() == 1 ? " job " + one : " jobs " + several)
                + (cut ? " The first " + NAMED_MAX + " are named." : "");
        throw new CommandException(kind, sentence, cut ? failed.subList(0, NAMED_MAX) : failed);
    }

    /** Refuses a caller who lacks the right to schedule for the stores of these containers; empty = no container. */
    public static void refuseContainers(Caller caller, Collection<Optional<Integer>> outside) {
        if (outside.isEmpty()) {
            return;
        }
        List<PermissionString> missing = outside.stream()
                .map(container -> container
                        .map(CERTIFICATE_STORES_SCHEDULE::within)
                        .orElseGet(CERTIFICATE_STORES_SCHEDULE::everywhere))
                .distinct()
                .sorted()
                .toList();
        throw PermissionDenied.missing(caller, missing);
    }

    /** Refuses when members changed between judging and doing: an agent began one, or somebody else removed it. */
    static void refuseOvertaken(long expected, long changed) {
        if (changed >= expected) {
            return;
        }
        long count = expected - changed;
        throw new CommandException(
                ErrorKind.NOT_ELIGIBLE,
                count + (count == 1 ? " job was" : " jobs were")
                        + " begun or removed by somebody else at this moment; nothing was changed. Read the list again.");
    }
}
