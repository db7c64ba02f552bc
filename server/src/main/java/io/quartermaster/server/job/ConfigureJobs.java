package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.GroupCommit;
import io.quartermaster.server.db.Plans;
import io.quartermaster.server.job.PlainCallRepository.Locked;
import io.quartermaster.server.job.PlainCallRepository.Sent;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Hands out jobs to many agents that ask at the same time, in one transaction. This is the short way of calls about which
 * there is nothing to decide but whether the job may start; it decides nothing else. Whatever stands in the way of a call,
 * it goes the whole way, {@link ConfigureJob}, alone.
 */
@Singleton
public class ConfigureJobs {
    private final Database database;
    private final PlainCallRepository plainCalls;
    private final AttemptRepository attempts;
    private final StartRepository starts;
    private final JobHandlers handlers;
    private final Supplier<JobSettings> settings;
    private final NextRuns nextRuns;
    private final Presence presence;
    private final InstantSource clock;
    private final GroupCommit<Asked, Object> calls;

    public ConfigureJobs(
            Database database,
            PlainCallRepository plainCalls,
            AttemptRepository attempts,
            StartRepository starts,
            JobHandlers handlers,
            Supplier<JobSettings> settings,
            NextRuns nextRuns,
            Presence presence,
            ConfigureJob configureJob,
            InstantSource clock) {
        this.database = database;
        this.plainCalls = plainCalls;
        this.attempts = attempts;
        this.starts = starts;
        this.handlers = handlers;
        this.settings = settings;
        this.nextRuns = nextRuns;
        this.presence = presence;
        this.clock = clock;
        this.calls = new GroupCommit<>(
                this::together, asked -> configureJob.run(asked.endpoint(), asked.account(), asked.request()));
    }

    /**
     * A call of an agent.
     *
     * @param endpoint the kind whose endpoint was called; decides only how a refusal is worded
     * @param account the name of the agent account that signed in
     */
    public record Asked(JobKind endpoint, String account, ConfigureRequest request) {}

    /** @return a record of the agent protocol; one without a configuration when the job may not start */
    public Object run(Asked asked) {
        return calls.answer(asked);
    }

    /**
     * Answers the plain ones of some calls.
     *
     * @return one for each call; empty for one that has to go the whole way
     */
    public List<Optional<Object>> together(List<Asked> asked) {
        return database.inTransaction(tx -> {
            Plans.ignoreValues(tx);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<Sent> sent = asked.stream()
                    .map(call -> new Sent(
                            call.request().sessionToken(), call.request().jobId(), 0))
                    .toList();
            List<Locked> plain = plain(asked, plainCalls.lockWaiting(tx, sent, now));
            List<Optional<Object>> answers = new ArrayList<>(Collections.nCopies(asked.size(), Optional.empty()));
            if (plain.isEmpty()) {
                return answers;
            }
            Map<UUID, Long> free = starts.free(
                    tx, plain.stream().map(call -> call.job().jobId()).toList(), now.plus(JobHandout.EARLY), now);
            Map<Integer, Beginning> beginnings = new LinkedHashMap<>();
            for (Locked call : plain) {
                Long historyId = free.get(call.job().jobId());
                if (historyId != null) {
                    Attempt attempt = Attempt.of(call.job(), historyId, now, call.sessionToken());
                    beginnings.put(
                            call.position(), new Beginning(call.job(), attempt, nextRuns.after(call.job(), now)));
                    presence.seen(attempt.agentId(), now);
                }
            }
            if (beginnings.isEmpty()) {
                return answers;
            }
            Set<Long> begun = attempts.begin(
                    tx,
                    List.copyOf(beginnings.values()),
                    now.plus(settings.get().timeLimit()));
            beginnings.forEach((position, beginning) -> {
                if (begun.contains(beginning.attempt().historyId())) {
                    answers.set(position, Optional.of(begun(tx, beginning.attempt())));
                }
            });
            return answers;
        });
    }

    private static List<Locked> plain(List<Asked> asked, List<Locked> locked) {
        Set<UUID> seen = new HashSet<>();
        return locked.stream()
                .filter(call -> call.username()
                        .equalsIgnoreCase(asked.get(call.position()).account()))
                // What its configuration needs from the database is read on the whole way.
                .filter(call -> CustomJobFields.secrets(call.job().fields()).isEmpty())
                // An agent that asks twice for a job gets the second answer after the first.
                .filter(call -> seen.add(call.job().jobId()))
                .toList();
    }

    private Object begun(Handle tx, Attempt attempt) {
        JobHandler handler = handlers.of(attempt.kind());
        Object configuration = handler.configuration(tx, attempt, Result.success());
        handler.begun(tx, attempt);
        return configuration;
    }
}
