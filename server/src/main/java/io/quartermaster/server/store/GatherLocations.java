package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.DiscoverySubmitRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.Attempts;
import io.quartermaster.server.job.JobKind;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what a running discovery found. It may send several lists; they are gathered, and become stores that wait for
 * approval when it completes. A list is taken whole or not at all. Safe for many threads.
 */
@Singleton
public class GatherLocations {
    /** Paths of one attempt. */
    public static final int LOCATIONS_PER_ATTEMPT_MAX = 50_000;

    private final Database database;
    private final Attempts attempts;
    private final DiscoveredStoreRepository discovered;
    private final InstantSource clock;

    GatherLocations(Database database, Attempts attempts, DiscoveredStoreRepository discovered, InstantSource clock) {
        this.database = database;
        this.attempts = attempts;
        this.discovered = discovered;
        this.clock = clock;
    }

    /** Why a list is not taken; a sentence for the agent's log and the message of its job. */
    private static final class RefusedList extends RuntimeException {
        private final int code;

        RefusedList(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    /** @param account the name of the agent account that signed in */
    public Result run(String account, DiscoverySubmitRequest request) {
        try {
            Set<String> paths = paths(request.locations());
            database.runInTransaction(tx -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                Optional<Attempt> running = attempts.inProcess(
                                tx, account, request.sessionToken(), request.jobId(), now)
                        .filter(attempt -> attempt.kind() == JobKind.DISCOVERY);
                if (running.isEmpty()) {
                    throw new RefusedList(
                            AgentCode.NO_ATTEMPT,
                            "No discovery with this JobId is in process in this session. Register again.");
                }
                if (discovered.gather(tx, running.get().historyId(), paths) > LOCATIONS_PER_ATTEMPT_MAX) {
                    throw tooMany(LOCATIONS_PER_ATTEMPT_MAX);
                }
            });
            return Result.success();
        } catch (RefusedList refused) {
            return Result.error(refused.code, String.valueOf(refused.getMessage()));
        }
    }

    private static Set<String> paths(@Nullable List<@Nullable String> sent) {
        if (sent == null) {
            return Set.of();
        }
        if (sent.size() > DiscoverySubmitRequest.LOCATIONS_MAX) {
            throw refused("Locations may have at most " + DiscoverySubmitRequest.LOCATIONS_MAX
                    + " paths; this request has " + sent.size() + ". Send several.");
        }
        Set<String> paths = new LinkedHashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            String path = sent.get(i);
            if (path == null
                    || path.isBlank()
                    || path.codePoints().anyMatch(Character::isISOControl)
                    || path.getBytes(StandardCharsets.UTF_8).length > CertificateStoreRequest.STORE_PATH_BYTES_MAX) {
                throw refused("Locations[" + i + "] must be a path of at most "
                        + CertificateStoreRequest.STORE_PATH_BYTES_MAX + " bytes without control characters.");
            }
            paths.add(path);
        }
        return paths;
    }

    private static RefusedList tooMany(int max) {
        return refused("The discovery found more than " + max + " stores. Search fewer folders.");
    }

    private static RefusedList refused(String message) {
        return new RefusedList(AgentCode.LOCATIONS, message);
    }
}
