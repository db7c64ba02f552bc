package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.StoreVerb;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The containers of certificate stores, as far as control over their jobs goes. */
final class Containers {
    private Containers() {}

    /** @throws PermissionDenied for a caller who may not schedule for the stores in a container */
    static void permit(Caller caller, int containerId) {
        if (!caller.containers(StoreVerb.SCHEDULE).includes(containerId)) {
            throw PermissionDenied.missing(
                    caller,
                    List.of(
                            containerId > 0
                                    ? CERTIFICATE_STORES_SCHEDULE.within(containerId)
                                    : CERTIFICATE_STORES_SCHEDULE.everywhere()));
        }
    }

    /** @throws CommandException UNKNOWN_ID; one that is found stays until the transaction ends */
    static void require(Handle tx, int containerId) {
        boolean found = tx.createQuery("SELECT id FROM certificate_store_container WHERE id = :id FOR KEY SHARE")
                .bind("id", containerId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!found) {
            throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no container " + containerId + ".");
        }
    }
}
