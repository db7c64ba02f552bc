package io.quartermaster.server.renewal;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads how far one renewal is, in full. */
@Singleton
public class GetRenewal {
    /** Events of one renewal that are shown. */
    static final int EVENTS_MAX = 1_000;

    private final Database database;
    private final RenewalRepository renewals;

    GetRenewal(Database database, RenewalRepository renewals) {
        this.database = database;
        this.renewals = renewals;
    }

    /** A renewal with all that is known of it. */
    record InFull(
            Renewal renewal,
            List<RenewalTarget> targets,
            List<RenewalEndpoint> endpoints,
            List<RenewalRepository.Event> events) {}

    /** @throws CommandException NO_PERMISSION; NOT_FOUND */
    InFull run(Caller caller, UUID id) {
        ListRenewals.permit(caller);
        return database.read(tx -> new InFull(
                renewals.find(tx, id).orElseThrow(() -> ListRenewals.unknown(id)),
                renewals.targets(tx, id),
                renewals.endpoints(tx, id),
                renewals.events(tx, id, EVENTS_MAX)));
    }
}
